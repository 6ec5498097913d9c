package core_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/internal/linear"
)

// undecided is when a check of one history is given up, which fails the test.
const undecided = time.Minute

// decisive says whether others notice when a call of the store is made. What is
// staged is named by nobody before a commit, and what is read never changes.
func decisive(call string) bool { return call == "head" || call == "commit" }

func all(string) bool { return true }

// TestEveryInterleavingOfTwoWindowsIsLinearisable has two windows do three
// things each, and tries every order in which their decisive calls of the store
// can fall.
func TestEveryInterleavingOfTwoWindowsIsLinearisable(t *testing.T) {
	for _, seed := range seeds(40) {
		r := rand.New(rand.NewPCG(seed, 21))
		c := linear.NewChooser(r, "few", 2)
		before := newShared(t, c)
		var programs [2][]linear.Ask
		for i := range programs {
			for len(programs[i]) < 3 {
				if ask := c.Next(); ask.Kind != linear.Import { // whose many calls would be most of the ways
					programs[i] = append(programs[i], ask)
				}
			}
		}
		var failed error
		ways := every(func(choose func(int) int) {
			s := before.clone()
			ts, works := newTurnstile(len(programs)), []func(){}
			for i, asks := range programs {
				works = append(works, s.window(ts, i, decisive, func(n int) (linear.Ask, bool) {
					if n == len(asks) {
						return linear.Ask{}, false
					}
					return asks[n], true
				}))
			}
			ts.run(works, choose)
			if err := s.judge(c.URLs()); err != nil && failed == nil {
				failed = err
			}
		})
		require.NoError(t, failed, "seed %d, %d ways: %v", seed, ways, programs)
		t.Logf("seed %d: %d ways", seed, ways)
	}
}

// TestFourWindowsAtOnceAreLinearisable has four windows do fifty things each,
// in random orders of their calls of the store.
func TestFourWindowsAtOnceAreLinearisable(t *testing.T) {
	for _, seed := range seeds(100) {
		r := rand.New(rand.NewPCG(seed, 22))
		c := linear.NewChooser(r, "many", 6)
		s := newShared(t, c)
		ts, works := newTurnstile(4), []func(){}
		for i := range 4 {
			works = append(works, s.window(ts, i, all, func(n int) (linear.Ask, bool) { return c.Next(), n < 50 }))
		}
		ts.run(works, func(waiting int) int { return r.IntN(waiting) })
		require.NoError(t, s.judge(c.URLs()), "seed %d", seed)
		requireSound(t, s.m, s.w)
	}
}

// A shared library is one store under several windows, and all that they asked
// and heard.
type shared struct {
	m       *memstore.Medium
	w       *world
	c       *linear.Chooser
	first   uint64 // the generation that it begins with
	now     int64  // one more at each asking and each answer
	commits []uint64
	history []linear.Op
	err     error // the first thing that went wrong
}

// newShared returns a library that has what must be there first, some of it in
// a segment and some in the journal.
func newShared(t *testing.T, c *linear.Chooser) *shared {
	t.Helper()
	s := &shared{m: memstore.New(), w: newWorld(), c: c}
	l := openLibrary(t, s.m, s.w)
	for n, ask := range c.First() {
		s.do(l, 0, ask)
		if n == 0 {
			require.NoError(t, l.Flush(ctx(), 0))
		}
	}
	require.NoError(t, s.err)
	s.first = l.Generation()
	return s
}

// clone returns a copy that goes its own way.
func (s *shared) clone() *shared {
	c, w := *s, *s.w
	c.m, c.w = s.m.Clone(), &w
	c.history = append([]linear.Op(nil), s.history...)
	return &c
}

// window opens a window and returns its work: all that next gives, one after
// another. Others can come in between at the calls of the store for which turn
// says so.
func (s *shared) window(ts *turnstile, i int, turn func(call string) bool, next func(n int) (linear.Ask, bool)) func() {
	store := &hookedStore{Store: &countedStore{s.m.Open(), &s.commits}}
	l, err := core.Open(ctx(), store, s.w.options())
	if err != nil {
		s.fail(err)
		return func() {}
	}
	// A turn before each thing lets others do a whole one between two of this
	// window. The first call belongs to that turn: what comes before it nobody
	// notices, and the later a thing begins the less it excuses.
	begins := false
	store.before = func(call string) {
		if turn(call) && !begins {
			ts.wait(i)
		}
		begins = begins && !turn(call)
	}
	return func() {
		for n := 0; ; n++ {
			ask, ok := next(n)
			if !ok {
				return
			}
			begins = true
			s.do(l, i, ask)
			ts.wait(i)
		}
	}
}

// do asks and keeps what was asked and heard.
func (s *shared) do(l *core.Library, who int, ask linear.Ask) {
	op := linear.Op{Who: who, Ask: ask, Began: s.tick()}
	answer, err := carryOut(l, ask)
	op.Answer, op.Ended = answer, s.tick()
	if err != nil {
		op.Answer.Refused = string(core.CodeOf(err))
	}
	if refusal := op.Answer.Refused; refusal != "" && refusal != "conflict" && refusal != "duplicate" {
		s.fail(fmt.Errorf("%s: %w", ask.Kind, err))
	}
	s.history = append(s.history, op)
	s.c.Learn(ask, op.Answer)
	if seen := answer.Seen; seen != nil && !ask.Kind.Reads() { // a save shows what it saved
		look := op
		look.Ask, look.Answer = linear.Ask{Kind: linear.Get, On: []linear.Target{{URL: ask.On[0].URL, ID: seen.ID}}}, linear.Answer{Seen: seen}
		s.history = append(s.history, look)
	}
}

func (s *shared) tick() int64 {
	s.now++
	return s.now
}

func (s *shared) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// judge looks at everything once more and says what is wrong with what was
// asked and heard. Each generation was one window's.
func (s *shared) judge(urls []string) error {
	if s.err != nil {
		return s.err
	}
	l, err := core.Open(ctx(), s.m.Open(), s.w.options())
	if err != nil {
		return err
	}
	for _, url := range urls {
		s.do(l, 0, linear.Ask{Kind: linear.Find, On: []linear.Target{{URL: url}}})
	}
	if err := linear.Check(s.history, undecided); err != nil {
		return err
	}
	for i, generation := range s.commits {
		if want := s.first + uint64(i) + 1; generation != want {
			return fmt.Errorf("commit %d made generation %d, not %d", i, generation, want)
		}
	}
	return nil
}

// A countedStore keeps the generation that each of its commits has made.
type countedStore struct {
	core.Store
	made *[]uint64
}

func (s *countedStore) Commit(ctx context.Context, b core.Batch) error {
	err := s.Store.Commit(ctx, b)
	if err == nil {
		*s.made = append(*s.made, b.Generation+1)
	}
	return err
}

// carryOut asks a library. A read looks at what is there now: a window that
// does not ask may be a second behind.
func carryOut(l *core.Library, ask linear.Ask) (linear.Answer, error) {
	switch ask.Kind {
	case linear.Save:
		on := ask.On[0]
		r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: parseID(on.ID), URL: on.URL, Title: ask.Title, Tags: ask.Add}, Touched: core.FieldTitle | core.FieldTags})
		return linear.Answer{Change: r.Change, Count: r.Count, Existed: r.Existed, Seen: seen(&r.Bookmark)}, err
	case linear.Edit:
		e := core.Edit{Unread: ask.Unread, AddTags: ask.Add, DropTags: ask.Drop}
		if ask.Title != "" {
			e.Title = &ask.Title
		}
		return counted(l.Update(ctx(), selection(ask), e, core.OpID{}))
	case linear.Delete:
		return counted(l.Delete(ctx(), selection(ask), core.OpID{}))
	case linear.Restore:
		return counted(l.Restore(ctx(), selection(ask), core.OpID{}))
	case linear.Import:
		report, err := l.Import(ctx(), imported(ask), core.ImportOptions{Name: "file"}, nil)
		return linear.Answer{Change: report.Change, Count: linear.Untold}, err
	case linear.Tidy:
		return linear.Answer{}, l.Flush(ctx(), 0)
	}
	return look(l, ask)
}

func look(l *core.Library, ask linear.Ask) (linear.Answer, error) {
	if err := l.Refresh(ctx()); err != nil {
		return linear.Answer{}, err
	}
	if ask.Kind == linear.Find {
		m, err := l.ByURL(ctx(), ask.On[0].URL)
		return linear.Answer{Seen: seen(m.Exact)}, err
	}
	b, err := l.Get(ctx(), parseID(ask.On[0].ID))
	return linear.Answer{Seen: seen(&b)}, err
}

func counted(r core.Result, err error) (linear.Answer, error) {
	return linear.Answer{Change: r.Change, Count: r.Count}, err
}

func selection(ask linear.Ask) (sel core.Selection) {
	for _, on := range ask.On {
		sel.IDs = append(sel.IDs, parseID(on.ID))
	}
	return sel
}

func imported(ask linear.Ask) func(yield func(core.Entry, error) bool) {
	return func(yield func(core.Entry, error) bool) {
		for n, on := range ask.On {
			if !yield(core.Entry{URL: on.URL, Title: "Imported", Tags: ask.Add, Number: n + 1}, nil) {
				return
			}
		}
	}
}

func parseID(text string) core.ID {
	id, err := core.ParseID(text)
	if err != nil {
		panic(err) // a Chooser has made it
	}
	return id
}

func seen(b *core.Bookmark) *linear.Seen {
	if b == nil || b.ID.IsZero() {
		return nil
	}
	return &linear.Seen{ID: b.ID.String(), Title: b.Title, Tags: linear.Tags(b.Tags), Unread: b.Unread, Live: b.Live()}
}
