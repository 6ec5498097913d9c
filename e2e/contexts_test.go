package e2e

import (
	"encoding/json"
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// How much the contexts are asked, and from which seed. A soak asks more.
var (
	contextAsks = flag.Int("context-asks", 1000, "how much the contexts of one browser are asked")
	contextSeed = flag.Uint64("context-seed", 1, "what they are asked is drawn from")
)

// A workplace is where a context works. With an engine of its own it writes beside the
// background's, as an import does.
type workplace struct {
	page string // "": the background
	own  bool
}

// workplaces are those that a person may have open at once.
func workplaces() []workplace {
	popup := "popup.html?url=https%3A%2F%2Fpage.example%2F&title=Page"
	return []workplace{{"", false}, {popup, false}, {popup, false}, {"library.html", false}, {"library.html", false}, {"library.html", true}, {"library.html", true}, {"options.html", false}}
}

// TestEveryContextSeesOneLibrary has eight contexts ask at once, three engines
// and the imports' own over one database. What they heard fits one order.
func TestEveryContextSeesOneLibrary(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: working(t, kind)})
		f := newForeman(t, *contextSeed, *contextAsks)
		o := s.open("options.html")
		for _, ask := range f.c.First() {
			f.do(o, ask)
		}
		first := ask[generation](o, "generation", nil).Generation
		var pages []*page
		for _, w := range workplaces() {
			_, p := s.set(f, w)
			pages = append(pages, p)
		}
		require.NoError(t, browser.Until(s.ctx, "all that is asked", f.resting))
		f.judge(o)
		s.takeMade(f, pages)
		f.counted(t, first, ask[generation](o, "generation", nil).Generation)
		o.whole()
		s.quiet()
	})
}

type generation struct{ Generation uint64 }

// work is a function that sets a context to work, once: it is called again when
// its answer is late.
const work = `(outside, own) => {
	if (globalThis.work === undefined) return false;
	globalThis.works ??= (globalThis.work(outside, own), true);
	return true;
}`

// set opens a context and sets it to work. It answers its number and its page,
// nil for the background.
func (s *session) set(f *foreman, w workplace) (who int, p *page) {
	s.t.Helper()
	who, address := f.door(w)
	if w.page == "" {
		s.until("the background to work", work, address)
		return who, nil
	}
	p = s.open(w.page)
	p.until("a page to work", work, address, w.own)
	return who, p
}

// takeMade asks every context for the generations that it has not told.
func (s *session) takeMade(f *foreman, pages []*page) {
	s.t.Helper()
	const take = `() => globalThis.takeMade()`
	for _, p := range pages {
		if p != nil {
			f.made = append(f.made, eval[[]uint64](p, take)...)
			continue
		}
		raw, err := s.b.Background(s.ctx, take)
		require.NoError(s.t, err)
		var made []uint64
		require.NoError(s.t, json.Unmarshal(raw, &made))
		f.made = append(f.made, made...)
	}
}
