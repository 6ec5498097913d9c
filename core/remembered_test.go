package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

func TestAStoreThatHasLessThanIsRememberedIsNotBelieved(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	saveMany(t, l, 3, "go")
	id, generation := l.ID(), l.Generation()
	open := func(m *memstore.Medium, r core.Remembered) error {
		o := w.options()
		o.Remembered = r
		_, err := core.Open(ctx(), m.Open(), o)
		return err
	}
	known := core.Remembered{Library: id, Generation: generation, Bookmarks: 3}
	require.NoError(t, open(m, known), "all is there")
	require.NoError(t, open(m, core.Remembered{Library: id, Generation: 1, Bookmarks: 1}), "more is there")

	older := known
	older.Generation++
	err := open(m, older)
	require.Equal(t, core.Lost, core.CodeOf(err))
	require.ErrorContains(t, err, "only an older state")
	err = open(m, core.Remembered{Library: core.ID{7}, Generation: 1, Bookmarks: 1})
	require.Equal(t, core.Lost, core.CodeOf(err))
	require.ErrorContains(t, err, "another library")

	empty := memstore.New()
	err = open(empty, known)
	require.Equal(t, core.Lost, core.CodeOf(err))
	require.ErrorContains(t, err, "has lost the library that was here, with 3 bookmarks")
	anyOne := core.Remembered{Bookmarks: 2}
	require.NoError(t, open(m, anyOne), "whichever it was, here is one")
	err = open(empty, anyOne)
	require.Equal(t, core.Lost, core.CodeOf(err))
	require.ErrorContains(t, err, "has lost the library that was here, with 2 bookmarks")
	require.NoError(t, open(empty, core.Remembered{Library: id, Generation: 9}), "one that held nothing may begin anew")
}
