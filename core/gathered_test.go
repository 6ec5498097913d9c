package core_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestWhatIsGatheredIsWhatAnEmptyLibraryWouldHold brings random files into a
// library and into none.
func TestWhatIsGatheredIsWhatAnEmptyLibraryWouldHold(t *testing.T) {
	for seed := range uint64(20) {
		files := randomFiles(rand.New(rand.NewPCG(seed, 9)))
		l, _, clock := newLibrary(t)
		wanted, err := l.ImportAll(ctx(), files, core.ImportOptions{NoFolders: seed%2 == 0}, nil)
		require.NoError(t, err)
		reports, list, err := core.Gather(ctx(), files, clock.now, core.ImportOptions{NoFolders: seed%2 == 0}, nil)
		require.NoError(t, err)
		for i := range wanted {
			wanted[i].Change = 0
		}
		require.Equal(t, wanted, reports)
		require.Equal(t, withoutIDs(t, l.Export(ctx(), "")), withoutIDs(t, list))
	}
}

// withoutIDs also forgets when it was, where that is the time of the import.
func withoutIDs(t *testing.T, in iter.Seq2[core.Bookmark, error]) (list []core.Bookmark) {
	for b, err := range in {
		require.NoError(t, err)
		b.ID = core.ID{}
		for _, at := range []*time.Time{&b.Created, &b.Updated} {
			if at.Year() == 2026 {
				*at = time.Time{}
			}
		}
		list = append(list, b)
	}
	return list
}

// randomFiles are two files in which addresses, tags and instants meet.
func randomFiles(r *rand.Rand) []core.File {
	files := make([]core.File, 2)
	for i := range files {
		var entries []core.Entry
		for n := range 60 {
			e := core.Entry{
				Number: n + 1, Line: n + 1, URL: fmt.Sprintf("https://example.org/%d", r.IntN(40)), Title: []string{"", "A title", "Another"}[r.IntN(3)],
				Tags: []string{[]string{"Go", "go", "GO", "web"}[r.IntN(4)], fmt.Sprint("tag", r.IntN(9))}, Private: core.Tristate(r.IntN(3)), Unread: r.IntN(2) == 0,
			}
			if r.IntN(4) > 0 {
				e.Created = time.Date(2016, 11, 1+r.IntN(5), 12, 0, 0, 0, time.UTC)
			}
			if r.IntN(3) == 0 {
				e.Folders = []string{fmt.Sprint("Folder ", r.IntN(4))}
			}
			if r.IntN(12) == 0 {
				e.URL = "javascript:alert(1)"
			}
			entries = append(entries, e)
		}
		files[i] = core.File{Name: fmt.Sprint(i), Private: i == 0, Entries: func(yield func(core.Entry, error) bool) {
			for _, e := range entries {
				e.Tags = append([]string(nil), e.Tags...)
				if !yield(e, nil) {
					return
				}
			}
		}}
	}
	return files
}
