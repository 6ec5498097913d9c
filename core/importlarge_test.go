package core_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// A large import is built in pieces, of which nothing is left.
func TestALargeImportBecomesOneSegmentAndLeavesNoPieces(t *testing.T) {
	l, m, _ := newLibrary(t)
	const n = 40_000
	var shares []int
	r, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
		for i := range n {
			e := core.Entry{URL: url(i), Title: "Number " + strconv.Itoa(i), Description: words(i), Tags: []string{"t" + strconv.Itoa(i%50)}, Created: time.Date(2010, 1, 1+i%3000, 0, 0, 0, 0, time.UTC), Number: i + 1}
			if !yield(e, nil) {
				return
			}
		}
	}, core.ImportOptions{Name: "large"}, func(p core.Progress) {
		if p.Writing {
			shares = append(shares, p.Permille)
		}
	})
	require.NoError(t, err)
	require.Equal(t, n, r.Stored)
	require.IsNonDecreasing(t, shares)
	require.Less(t, shares[len(shares)*9/10], 999, "the bar does not stand still at its end")

	s, err := l.Stats(ctx())
	require.NoError(t, err)
	require.Equal(t, 1, s.Segments)
	names, err := m.Open().List(ctx(), "")
	require.NoError(t, err)
	segments := make(map[string]bool)
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, "docs/"); ok {
			segments[rest[:strings.LastIndex(rest, ".")]] = true
		}
	}
	require.Len(t, segments, 1, "of the pieces nothing is left")
	require.Empty(t, l.Check(ctx(), nil))
	found, err := l.Search(ctx(), core.Search{Query: "#t7 number", Total: true})
	require.NoError(t, err)
	require.Equal(t, n/50, found.Total)
}

// words are a note of some length.
func words(i int) string {
	var b strings.Builder
	for j := range 40 {
		b.WriteString("w" + strconv.Itoa((i*31+j*17)%9000) + " ")
	}
	return b.String()
}
