package e2e

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// contextDeaths is how often something dies while the contexts are asked. A soak asks more.
var contextDeaths = flag.Int("context-deaths", 8, "how often contexts die in the test of those that do")

// A post is a context at work.
type post struct {
	workplace
	who  int
	page *page // nil: the background
}

// A crew are contexts that work for a foreman and are replaced when they die.
type crew struct {
	*session
	f     *foreman
	r     *rand.Rand
	posts []post
}

func (c *crew) set(w workplace) post {
	who, p := c.session.set(c.f, w)
	return post{w, who, p}
}

// come sets every context to work.
func (c *crew) come() {
	c.t.Helper()
	c.f.hold(true)
	defer c.f.hold(false)
	c.posts = nil
	for _, w := range workplaces() {
		c.posts = append(c.posts, c.set(w))
	}
}

// works returns when only so much is still to be asked.
func (c *crew) works(least int) {
	c.t.Helper()
	require.NoError(c.t, browser.Until(c.ctx, "more to be asked", func() (bool, error) {
		left := c.f.remaining()
		return left <= least, fmt.Errorf("%d are still to be asked", left)
	}))
}

// leave closes a page in the middle of what it does.
func (c *crew) leave() {
	c.t.Helper()
	i := 1 + c.r.IntN(len(c.posts)-1) // the first is the background
	require.NoError(c.t, c.posts[i].page.Close(c.ctx))
	c.replace(i)
}

// faint ends the background, which works itself and for most of the others.
func (c *crew) faint() {
	c.t.Helper()
	c.cold()
	c.replace(0)
}

// replace sets another context to work in the place of one that has died. The
// others wait for it.
func (c *crew) replace(i int) {
	c.t.Helper()
	c.f.hold(true)
	defer c.f.hold(false)
	c.f.bury(c.posts[i].who)
	c.posts[i] = c.set(c.posts[i].workplace)
}

// fall kills the browser.
func (c *crew) fall() {
	c.t.Helper()
	c.again()
	for _, p := range c.posts {
		c.f.bury(p.who)
	}
	c.come()
}

// lost is how much was written of which nobody heard.
func (f *foreman) lost() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, op := range f.history {
		if op.Answer.Lost && !op.Ask.Kind.Reads() {
			n++
		}
	}
	return n
}

// TestWhatContextsHeardFitsOneOrderThoughTheyDie has eight contexts ask at once
// while pages are closed, the background ends and the browser is killed. All that
// was heard fits one order with what nobody heard of, which was done or was not.
func TestWhatContextsHeardFitsOneOrderThoughTheyDie(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		asks := *contextAsks / 2
		s := begin(t, kind, browser.Options{Extension: working(t, kind), Profile: t.TempDir()})
		c := &crew{session: s, f: newForeman(t, *contextSeed, asks), r: rand.New(rand.NewPCG(*contextSeed, 32))}
		c.f.mortal = true
		o := s.open("options.html")
		for _, ask := range c.f.c.First() {
			c.f.do(o, ask)
		}
		c.come()
		dies := []func(){c.leave, c.faint, c.leave, c.fall}
		for n := range *contextDeaths {
			c.works(asks * (*contextDeaths - n) / (*contextDeaths + 1))
			require.Positive(t, c.f.remaining(), "contexts that rest cannot die at work")
			dies[n%len(dies)]()
		}
		require.NoError(t, browser.Until(s.ctx, "all that is asked", c.f.resting))
		o = s.open("options.html")
		c.f.judge(o)
		o.whole()
		t.Logf("%s: %d asked, %d deaths, %d writes of which nobody heard", kind, len(c.f.history), *contextDeaths, c.f.lost())
		if *contextDeaths >= len(dies) { // the browser was killed, in the middle of what all were about
			require.Positive(t, c.f.lost(), "no death fell into a write")
		}
	})
}
