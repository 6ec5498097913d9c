package core_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// records yields entries of these addresses, each with the tags, and then err
// if it is not nil.
func records(err error, tags []string, urls ...string) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for i, url := range urls {
			if !yield(core.Entry{URL: url, Title: url, Tags: tags, Number: i + 1}, nil) {
				return
			}
		}
		if err != nil {
			yield(core.Entry{}, err)
		}
	}
}

func TestSeveralFilesAreOneChangeWithAReportEach(t *testing.T) {
	l, _, _ := newLibrary(t)
	r, err := l.ImportAll(ctx(), []core.File{
		{Name: "a", Entries: records(nil, []string{"go", "web"}, "https://a.example/", "https://b.example/", "mailto:x")},
		{Name: "b", Private: true, Entries: records(nil, []string{"Go"}, "https://b.example/", "https://c.example/")},
	}, core.ImportOptions{Name: "a and 1 more"}, nil)
	require.NoError(t, err)
	require.Equal(t, []int{2, 0, 1, 2, 2}, []int{r[0].Stored, r[0].Merged, len(r[0].Skipped), r[0].Public, r[0].Tags})
	require.Equal(t, []int{1, 1, 0, 0, 1}, []int{r[1].Stored, r[1].Merged, len(r[1].Skipped), r[1].Public, r[1].Tags})
	require.Equal(t, r[0].Change, r[1].Change)
	require.Equal(t, []string{"https://b.example/", "https://c.example/"}, titles(t, l, "is:private sort:title"), "the merged one was private in one file")
	_, err = l.Undo(ctx(), r[0].Change, core.OpID{})
	require.NoError(t, err)
	require.Empty(t, titles(t, l, ""))
}

func TestOneBrokenFileOfSeveralChangesNothing(t *testing.T) {
	l, _, _ := newLibrary(t)
	before := l.Generation()
	broken := errors.New("broken")
	_, err := l.ImportAll(ctx(), []core.File{
		{Entries: records(nil, nil, "https://a.example/")}, {Entries: records(broken, nil, "https://b.example/")},
	}, core.ImportOptions{}, nil)
	require.ErrorIs(t, err, broken)
	require.Equal(t, before, l.Generation())
	require.Empty(t, titles(t, l, ""))
}

func TestAFileOfWhichMoreIsRefusedThanCanBeKeptChangesNothing(t *testing.T) {
	l, _, _ := newLibrary(t)
	before := l.Generation()
	source := make([]byte, 1<<20) // of all: what counts is what would be kept, not what this test takes
	entries := func(refused int) iter.Seq2[core.Entry, error] {
		return func(yield func(core.Entry, error) bool) {
			for i := range refused {
				if !yield(core.Entry{URL: "javascript:0", Number: i + 1, ID: core.ID{1}, Source: source}, nil) {
					return
				}
			}
			yield(core.Entry{URL: "https://a.example/", Number: refused + 1, ID: core.ID{2}}, nil)
		}
	}
	_, err := l.Import(ctx(), entries(70), core.ImportOptions{}, nil)
	require.Equal(t, core.Invalid, core.CodeOf(err))
	require.ErrorContains(t, err, "of this file 64 entries, the last of them number 64.")
	_, err = l.RestoreBackup(ctx(), entries(70), core.ImportOptions{}, nil)
	require.ErrorContains(t, err, "64 entries, the last of them number 64.")
	require.Equal(t, before, l.Generation())
	r, err := l.Import(ctx(), entries(60), core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Len(t, r.Skipped, 60)
	require.Equal(t, 1, r.Stored)
}

func TestAnImportOfMoreThanTwoMillionSaysWhereItEnds(t *testing.T) {
	l, _, _ := newLibrary(t)
	const most = 2_000_000
	entries := func(yield func(core.Entry, error) bool) {
		for i := range most + 3 {
			if !yield(core.Entry{URL: "https://a.example/", Number: i + 1}, nil) {
				return
			}
		}
	}
	r, err := l.Import(ctx(), entries, core.ImportOptions{Plan: true}, nil)
	require.NoError(t, err)
	require.Equal(t, []int{most + 1, 1, 1}, []int{r.Entries, r.Stored, len(r.Skipped)})
	require.Equal(t, most+1, r.Skipped[0].Entry)
	require.Contains(t, r.Skipped[0].Reason, "This one and all behind it were left out")
}

func TestCheckTellsAtLastHowManyItRead(t *testing.T) {
	l, _, _ := newLibrary(t)
	saveMany(t, l, 3, "go")
	var done, total int
	require.Empty(t, l.Check(ctx(), func(d, of int) { done, total = d, of }))
	require.Equal(t, [2]int{3, 3}, [2]int{done, total})
}
