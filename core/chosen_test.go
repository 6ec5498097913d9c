package core_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestWhatIsChosenComesInTheOrderOfAnExportAndOnce(t *testing.T) {
	l, _, _ := newLibrary(t)
	saveMany(t, l, 700, "tag")
	var ids []core.ID
	for b, err := range l.Export(ctx(), "") {
		require.NoError(t, err)
		if b.ID[15]%3 > 0 {
			ids = append(ids, b.ID)
		}
	}
	require.Greater(t, len(ids), 300)
	shuffled := slices.Concat(ids, ids[:50], []core.ID{{1, 2, 3}})
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var got []core.ID
	for b, err := range l.ExportChosen(ctx(), shuffled) {
		require.NoError(t, err)
		got = append(got, b.ID)
	}
	require.Equal(t, ids, got)

	list, err := l.Chosen(ctx(), []core.ID{ids[7], {9}, ids[3]})
	require.NoError(t, err)
	require.Equal(t, []core.ID{ids[7], ids[3]}, []core.ID{list[0].ID, list[1].ID})
	require.Len(t, list, 2)
}

func TestOneOfTheTrashIsExportedWhenItIsChosen(t *testing.T) {
	l, _, _ := newLibrary(t)
	gone := save(t, l, "https://example.org/gone", "Gone").Bookmark
	save(t, l, "https://example.org/kept", "Kept")
	_, err := l.Delete(ctx(), core.Selection{IDs: []core.ID{gone.ID}}, core.OpID{})
	require.NoError(t, err)
	for b, err := range l.ExportChosen(ctx(), []core.ID{gone.ID}) {
		require.NoError(t, err)
		require.Equal(t, "Gone", b.Title)
		require.False(t, b.Live())
		return
	}
	require.Fail(t, "nothing came")
}
