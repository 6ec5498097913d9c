package server

import (
	"sync"
	"time"
)

// A Limit is how often somebody may do something: Burst times at once, and
// then once every Every. The zero value limits nothing.
type Limit struct {
	Every time.Duration
	Burst int
}

// Limits are the limits of a server. Pinboard's own are a call every 3 seconds,
// posts/recent every minute, posts/all every 5 minutes.
type Limits struct {
	Calls  Limit // of the API, by one person
	Recent Limit // posts/recent
	All    Limit // posts/all
	Wrong  Limit // wrong tokens from one address
	Search Limit // searches of public pages, from one address
}

// rates counts calls. What was counted is lost with the process, which only
// lets a few more calls through.
type rates struct {
	limits Limits
	mu     sync.Mutex
	free   map[string]time.Time // when all of a key's burst is there again
}

// maxRates bounds what is counted at a time.
const maxRates = 10_000

func newRates(l Limits) *rates { return &rates{limits: l, free: map[string]time.Time{}} }

// take says whether one more is allowed now, and counts it if so.
func (r *rates) take(key string, l Limit, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	free := r.next(key, l, now)
	if l.Every > 0 && free.Sub(now) > l.Every*time.Duration(max(l.Burst, 1)) {
		return false
	}
	if len(r.free) >= maxRates {
		r.sweep(now)
	}
	r.free[key] = free
	return true
}

// spent says whether no more is allowed now, counting nothing.
func (r *rates) spent(key string, l Limit, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return l.Every > 0 && r.next(key, l, now).Sub(now) > l.Every*time.Duration(max(l.Burst, 1))
}

// next is when the burst would be whole again after one more.
func (r *rates) next(key string, l Limit, now time.Time) time.Time {
	free := r.free[key]
	if free.Before(now) {
		free = now
	}
	return free.Add(l.Every)
}

// sweep forgets whoever has been quiet, and everybody if all are busy.
func (r *rates) sweep(now time.Time) {
	for key, free := range r.free {
		if !free.After(now) {
			delete(r.free, key)
		}
	}
	if len(r.free) >= maxRates {
		clear(r.free)
	}
}
