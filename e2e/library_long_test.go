package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// longPins is a library of n bookmarks, an hour apart, of uneven heights.
func longPins(n, lines int) []map[string]any {
	list := make([]map[string]any, n)
	newest := time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC)
	for i := range list {
		at := newest.Add(-time.Duration(i) * time.Hour).Format(time.RFC3339)
		text := strings.Repeat("A line.\n", lines+i%7)
		list[i] = pin(at, fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Number %d", i), text, fmt.Sprintf("many t%d", i%40))
	}
	return list
}

// inView is a function that gives the rows in view: their numbers with their
// tops. Rows of an even library must follow one another.
const inView = `() => {
	const rows = [...document.querySelectorAll("#rows .row")].map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.bottom > 60 && r.top < innerHeight);
	for (let i = 1; i < rows.length; i++) {
		if (Math.abs(rows[i][1].top - rows[i - 1][1].bottom) > 1) throw new Error("a gap of " + (rows[i][1].top - rows[i - 1][1].bottom));
	}
	return Object.fromEntries(rows.map(([e, r]) => [Number(e.querySelector("article").getAttribute("aria-posinset")) - 1, r.top]));
}`

// rowsInView waits until rows fill the view and gives them.
func (p *page) rowsInView() map[int]float64 {
	p.s.t.Helper()
	p.until("rows to fill the view", `() => {
		const at = (y) => document.elementFromPoint(400, y)?.closest("#rows article");
		return at(innerHeight / 2) && (at(innerHeight - 90) || at(innerHeight - 150)) && ![...document.querySelectorAll(".waiting")].some((e) => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight; });
	}`)
	return eval[map[int]float64](p, inView)
}

// scrollsSmoothly scrolls in steps and holds every row to move by just that.
func (p *page) scrollsSmoothly(by float64, steps int) {
	p.s.t.Helper()
	before := p.rowsInView()
	for range steps {
		eval[any](p, `(by) => new Promise((done) => { scrollBy(0, by); requestAnimationFrame(() => requestAnimationFrame(done)); })`, by)
		after := p.rowsInView()
		same := 0
		for i, top := range after {
			if was, ok := before[i]; ok {
				require.InDelta(p.s.t, was-by, top, 3, "row %d", i)
				same++
			}
		}
		require.NotZero(p.s.t, same, "the rows from %v to %v", before, after)
		before = after
	}
}

func (p *page) scrollTo(share float64) map[int]float64 {
	p.s.t.Helper()
	eval[any](p, `(share) => new Promise((done) => { scrollTo(0, share * (document.documentElement.scrollHeight - innerHeight)); requestAnimationFrame(() => requestAnimationFrame(done)); })`, share)
	return p.rowsInView()
}

func TestALongListScrollsToItsEndsWithoutJumps(t *testing.T) {
	for _, c := range []struct {
		density string
		lines   int
	}{{"@three lines", 1}, {"@full text", 30}} { // the latter is taller than a browser can draw
		t.Run(strings.TrimPrefix(c.density, "@"), func(t *testing.T) {
			each(t, func(s *session) {
				const n = 20_000
				s.have(longPins(n, c.lines)...)
				p := s.library("")
				p.counts("20,000")
				p.click(c.density)
				require.Contains(s.t, p.rowsInView(), 0)
				p.scrollsSmoothly(400, 6)
				require.Contains(s.t, p.scrollTo(1), n-1)
				p.scrollsSmoothly(-400, 6)
				middle := p.scrollTo(0.5)
				for i := range middle {
					require.InDelta(s.t, n/2, i, n/20)
				}
				p.scrollsSmoothly(-300, 25)
				p.scrollsSmoothly(300, 25)
				require.Contains(s.t, p.scrollTo(1), n-1)
				require.Contains(s.t, p.scrollTo(0), 0)
				require.True(s.t, eval[bool](p, `() => document.getElementById("heading").getBoundingClientRect().top > 50`))
				p.click("@Search")
				p.press("Escape")
				p.onRow("Number 0")
				for range 80 {
					p.press("j")
				}
				p.onRow("Number 80")
				require.Less(s.t, eval[int](p, `() => document.querySelectorAll("#rows article").length`), 400)
				s.quiet()
			})
		})
	}
}

func TestAChangeElsewhereMovesNothingInView(t *testing.T) {
	each(t, func(s *session) {
		s.have(longPins(1000, 2)...)
		p := s.library("#many")
		p.counts("1,000")
		before := p.scrollTo(0.5)
		titles := eval[[]string](p, `(numbers) => numbers.map((n) => document.querySelector('#rows article[aria-posinset="' + (n + 1) + '"] .title bdi').textContent)`, keysOf(before))
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://b.example/", "title": "New", "tags": []string{"many"}}})
		p.counts("1,001")
		after := p.rowsInView()
		for i, title := range titles {
			number := keysOf(before)[i]
			require.InDelta(s.t, before[number], after[number+1], 1.5, "row %d", number)
			require.Equal(s.t, title, eval[string](p, `(n) => document.querySelector('#rows article[aria-posinset="' + (n + 1) + '"] .title bdi').textContent`, number+1))
		}
		p.scrollTo(0)
		p.shows("New")
	})
}

func keysOf(m map[int]float64) (keys []int) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestTheListOutlivesItsBackground(t *testing.T) {
	each(t, func(s *session) {
		s.have(longPins(1000, 2)...)
		p := s.library("#many")
		p.counts("1,000")
		s.cold()
		require.Contains(s.t, p.scrollTo(1), 999)
		s.cold()
		p.press("/")
		p.write("t7")
		p.asks("t7")
		p.counts("25")
		s.cold()
		p.press("Enter")
		p.onRow("Number 7")
		s.cold()
		p.press("d")
		p.shows("Deleted “Number 7”")
		p.counts("24")
	})
}
