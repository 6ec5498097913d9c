package publish

import (
	"cmp"
	"context"
	"iter"
	"time"

	"pinfold/core"
	"pinfold/core/order"
	"pinfold/core/weburl"
)

// Bookmarks yields what might be published, anew each time it is called.
type Bookmarks func() iter.Seq2[core.Bookmark, error]

// A Plan is what a step would do. Nothing is sent for it.
type Plan struct {
	Public    int // bookmarks that would be on the server
	Private   int // of those found, which stay here
	New       int // of the public ones: not there yet
	Changed   int // there otherwise
	Gone      int // there, and no longer public here: to be deleted
	Published int // there from here before the step, or it is not known
	Newest    Title
	Oldest    Title
	Held      []string        // tags that stay here, sorted, at most maxHeld
	HeldMore  int             // and how many there are besides
	Stop      bool            // so much would be deleted that a person must say yes
	Large     bool            // so much would be new that a person must have seen it
	withdrawn []line          // what to delete
	seen      map[string]bool // the keys of what is public: what comes later waits for another step
}

// A Title is a bookmark as a plan names it; its zero value is none.
type Title struct {
	Title, URL string
	Created    time.Time
}

const (
	maxHeld = 20
	// A step that would delete more than a fifth, of more than five, or more than
	// a thousand, stops and asks: the thresholds of floccus.
	stopFew, stopShare, stopMany = 5, 5, 1000
	// More new ones than that are not sent unseen: an import made public by
	// mistake would be.
	manyNew = 100
)

// Look compares a library with a ledger.
func Look(ctx context.Context, all Bookmarks, l *Ledger) (*Plan, error) {
	p := &Plan{Published: len(l.entries)}
	here := make(map[string]bool)
	tags := make(map[string]bool)
	for b, err := range all() {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !public(&b) {
			p.Private++
			continue
		}
		if err := p.count(&b, l, here, tags); err != nil {
			return nil, err
		}
	}
	p.withdraw(l, here)
	p.hold(tags)
	p.seen = here
	return p, nil
}

// Grown says that much more would be sent, or deleted, than a person has seen in
// numbers of an earlier plan.
func (p *Plan) Grown(fresh, gone int) bool {
	return p.New > fresh+manyNew || p.Gone > gone+stopFew
}

// count takes one public bookmark into account.
func (p *Plan) count(b *core.Bookmark, l *Ledger, here, tags map[string]bool) error {
	post := newPost(b)
	_, digest, err := post.encode()
	if err != nil {
		return err
	}
	key := weburl.Same(b.URL)
	here[key] = true
	p.Public++
	switch known := l.entries[key].digest; known {
	case digest:
	case 0, unanswered:
		p.New++
	default:
		p.Changed++
	}
	title := Title{b.Title, b.URL, b.Created}
	if p.Newest.URL == "" || b.Created.After(p.Newest.Created) {
		p.Newest = title
	}
	if p.Oldest.URL == "" || b.Created.Before(p.Oldest.Created) {
		p.Oldest = title
	}
	for _, tag := range b.Tags {
		if held(tag) {
			tags[tag] = true
		}
	}
	return nil
}

// withdraw notes what was published and is no longer public.
func (p *Plan) withdraw(l *Ledger, here map[string]bool) {
	for key, e := range l.entries {
		if !here[key] {
			p.withdrawn = append(p.withdrawn, line{key: key, entry: entry{url: e.url}})
		}
	}
	order.By(p.withdrawn, func(a, b *line) int { return cmp.Compare(a.key, b.key) })
	p.Gone = len(p.withdrawn)
	p.Stop = p.Gone > stopFew && p.Gone*stopShare > p.Published || p.Gone > stopMany
	p.Large = p.New > manyNew
}

func (p *Plan) hold(tags map[string]bool) {
	for tag := range tags {
		p.Held = append(p.Held, tag)
	}
	order.Strings(p.Held)
	p.HeldMore = max(len(p.Held)-maxHeld, 0)
	p.Held = p.Held[:min(len(p.Held), maxHeld)]
}
