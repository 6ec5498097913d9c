package e2e

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// Half of what a small test costs in Firefox is the start of Firefox. A test
// that asks for nothing of its own borrows one that has run others: with the
// extension installed anew at an address never used before, so that its
// database, files and settings are empty, and all else closed and forgotten.

// shelf is where the Firefoxes stand that no test uses now.
var shelf browsers

type browsers struct {
	mu    sync.Mutex
	stand []*lent
}

// lent is a Firefox that tests use one after another.
type lent struct {
	b       browser.Browser
	profile string
	tests   int
}

// lentTimes is how many tests a Firefox runs; what it has gathered by then ends
// with it.
const lentTimes = 20

// hosts counts the addresses that the extension has had.
var hosts atomic.Int64

// renewal is how long a Firefox may take to become as new; else another is
// started.
const renewal = 20 * time.Second

// plain tells whether a borrowed Firefox will do.
func plain(o browser.Options) bool {
	return o.Profile == "" && o.Env == nil && o.Args == nil && o.Proxy == "" && !o.Window && !o.Forgetful && !o.Private && o.Bookmarks == ""
}

func (l *browsers) take() *lent {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.stand) == 0 {
		return nil
	}
	last := l.stand[len(l.stand)-1]
	l.stand = l.stand[:len(l.stand)-1]
	return last
}

func (l *browsers) put(back *lent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stand = append(l.stand, back)
}

func (l *browsers) close() {
	for back := l.take(); back != nil; back = l.take() {
		back.end()
	}
}

func (l *lent) end() {
	l.b.Kill()
	os.RemoveAll(l.profile)
}

// borrow gives the test a Firefox from the shelf, or a new one.
func (s *session) borrow() {
	s.t.Helper()
	s.options.Host = fmt.Sprintf("6f9619ff-8b86-4d01-b42d-%012x", hosts.Add(1))
	l := s.renewed()
	if l == nil {
		l = s.first()
	}
	s.b, s.options.Profile = l.b, l.profile
	s.t.Cleanup(func() { s.giveBack(l) })
}

// renewed is a Firefox from the shelf, made as new; nil if none is.
func (s *session) renewed() *lent {
	l := shelf.take()
	if l == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(s.ctx, renewal)
	defer cancel()
	if err := l.b.Renew(ctx, s.options); err != nil {
		s.t.Logf("a Firefox after %d tests does not become as new: %v", l.tests, err)
		l.end()
		return nil
	}
	return l
}

func (s *session) first() *lent {
	s.t.Helper()
	profile, err := os.MkdirTemp("", "pinfold-firefox-")
	require.NoError(s.t, err)
	s.options.Profile, s.options.Cache = profile, cache
	s.t.Cleanup(func() {
		if s.b == nil { // it did not start
			os.RemoveAll(profile)
		}
	})
	s.start("firefox")
	return &lent{b: s.b, profile: profile}
}

// giveBack puts the Firefox back, unless the test has ended it or failed.
func (s *session) giveBack(l *lent) {
	s.explain()
	l.tests++
	if s.b == l.b && !s.t.Failed() && l.tests < lentTimes {
		shelf.put(l)
		return
	}
	s.b.Kill()
	os.RemoveAll(l.profile)
}
