package core_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestManyWritersOverOneStoreLoseNothing lets six windows write to the same
// few bookmarks at once, while the library is tidied. Every acknowledged write
// has a place in one order, the history's, and replaying it in that order gives
// what is there; who has written sees it at once.
func TestManyWritersOverOneStoreLoseNothing(t *testing.T) {
	_, m, w := newLibrary(t)
	const writers, each, pages = 6, 40, 3
	var mu sync.Mutex // the clock and the source of randomness are one for all
	options := w.options()
	now, random := options.Now, options.Random
	var first []core.ID
	for n := range pages {
		first = append(first, save(t, openLibrary(t, m, w), url(n), "Page").Bookmark.ID)
	}
	acks := make([]map[uint64]string, writers)
	var wg sync.WaitGroup
	for i := range writers {
		acks[i] = make(map[uint64]string)
		wg.Go(func() {
			o := options
			o.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now() }
			o.Random = func(p []byte) { mu.Lock(); defer mu.Unlock(); random(p) }
			l, err := core.Open(ctx(), m.Open(), o)
			if err != nil {
				panic(err)
			}
			for n := range each {
				id := first[(i+n)%pages]
				tag := fmt.Sprintf("w%d-%d", i, n)
				var r core.Result
				switch n % 4 {
				case 0:
					r, err = l.Update(ctx(), ids(id), core.Edit{AddTags: []string{tag}}, core.OpID{})
				case 1:
					r, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url((i + n) % pages), Tags: []string{tag}}, Touched: core.FieldTags})
				case 2:
					r, err = l.Update(ctx(), ids(id), core.Edit{Title: ptr(tag), AddTags: []string{tag}}, core.OpID{})
				default:
					r, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1000 + i*each + n), Tags: []string{tag}}, Touched: core.FieldTags})
					id = r.Bookmark.ID
				}
				if core.CodeOf(err) == core.Conflict {
					continue
				}
				if err != nil {
					panic(err)
				}
				acks[i][r.Change] = tag
				if b, err := l.Get(ctx(), id); err != nil || !slices.Contains(b.Tags, tag) {
					panic(fmt.Sprint("written and not seen: ", tag, b.Tags, err))
				}
				if n%15 == 14 {
					if err := l.Tidy(ctx()); err != nil {
						panic(err)
					}
				}
			}
		})
	}
	wg.Wait()

	l := openLibrary(t, m, w)
	total, titled := 0, make(map[uint64]string)
	newest := make([]uint64, pages) // change that set the title of each page last
	for i := range acks {
		for change, tag := range acks[i] {
			require.NotContains(t, titled, change, "two writes were acknowledged as one change")
			titled[change] = tag
			total++
			var n int
			_, err := fmt.Sscanf(tag, fmt.Sprintf("w%d-%%d", i), &n)
			require.NoError(t, err)
			if page := (i + n) % pages; n%4 == 2 {
				newest[page] = max(newest[page], change)
			}
			require.Len(t, titles(t, l, "#"+tag), 1, tag)
		}
	}
	for n, change := range newest {
		require.Equal(t, titled[change], byURL(t, l, url(n)).Title, "the last one to write has the word")
	}
	require.Greater(t, total, writers*each/2)
	changes, err := l.History(ctx(), 0, 10_000)
	require.NoError(t, err)
	require.Len(t, changes, total+pages)
	for i, c := range changes {
		require.Equal(t, uint64(len(changes)-i), c.Number, "no gap in the history")
	}
}
