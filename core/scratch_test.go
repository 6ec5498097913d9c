package core_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// A pad is a core.Scratch in a memory store. It counts its calls, the failing-th
// of which fails.
type pad struct {
	store          core.Store
	failing, calls int
}

var errPad = &core.Error{Code: core.Full, Message: "There is no room left on the disk. Make some, then try again."}

func newPad() *pad { return &pad{store: memstore.New().Open()} }

func (p *pad) open(context.Context) (core.Scratch, error) { return p, nil }

func (p *pad) call() error {
	if p.calls++; p.calls == p.failing {
		return errPad
	}
	return nil
}

func (p *pad) Put(ctx context.Context, name string, b []byte) error {
	if err := p.call(); err != nil {
		return err
	}
	return p.store.Put(ctx, map[string][]byte{name: b})
}

func (p *pad) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	if err := p.call(); err != nil {
		return nil, err
	}
	return p.store.Read(ctx, rs)
}

func (p *pad) Clear() error {
	if err := p.call(); err != nil {
		return err
	}
	p.store = memstore.New().Open()
	return nil
}

// inPieces are enough bookmarks to be built in two pieces.
func inPieces(yield func(core.Entry, error) bool) {
	for i := range 16_500 {
		if !yield(core.Entry{URL: url(i), Title: "Number " + strconv.Itoa(i), Tags: []string{"t" + strconv.Itoa(i%50)}, Number: i + 1}, nil) {
			return
		}
	}
}

// importInPieces imports them with that scratch, and returns the library, its
// store and how many blobs went into it.
func importInPieces(t *testing.T, scratch func(context.Context) (core.Scratch, error)) (l *core.Library, m *memstore.Medium, puts int, err error) {
	t.Helper()
	m, w := memstore.New(), newWorld()
	s := &hookedStore{Store: m.Open(), after: func(call string) {
		if call == "put" {
			puts++
		}
	}}
	o := w.options()
	o.Scratch = scratch
	l, err = core.Open(ctx(), s, o)
	require.NoError(t, err)
	t.Cleanup(func() { requireSound(t, m, w) })
	_, err = l.Import(ctx(), inPieces, core.ImportOptions{Name: "pieces"}, nil)
	return l, m, puts, err
}

func blobs(t *testing.T, s core.Store) []string {
	t.Helper()
	names, err := s.List(ctx(), "")
	require.NoError(t, err)
	return names
}

func TestThePiecesOfAnImportStandInTheScratchAndTheLibraryIsTheSame(t *testing.T) {
	_, in, all, err := importInPieces(t, nil)
	require.NoError(t, err)
	p := newPad()
	l, beside, fewer, err := importInPieces(t, p.open)
	require.NoError(t, err)
	require.Less(t, fewer, all*2/3, "the pieces went elsewhere")
	require.Empty(t, blobs(t, p.store), "and are forgotten")
	require.Equal(t, len(blobs(t, in.Open())), len(blobs(t, beside.Open())))
	found, err := l.Search(ctx(), core.Search{Query: "#t7 number", Total: true})
	require.NoError(t, err)
	require.Equal(t, 330, found.Total)
}

func TestAScratchThatCannotBeOpenedIsDoneWithout(t *testing.T) {
	broken := newPad()
	broken.failing = 1 // it cannot even be cleared
	for name, open := range map[string]func(context.Context) (core.Scratch, error){
		"there is none": func(context.Context) (core.Scratch, error) { return nil, errors.New("a private window") },
		"it is broken":  broken.open,
	} {
		l, _, _, err := importInPieces(t, open)
		require.NoError(t, err, name)
		s, err := l.Stats(ctx())
		require.NoError(t, err)
		require.Equal(t, 16_500, s.Bookmarks, name)
		require.Equal(t, 1, s.Segments, name)
	}
}

func TestAScratchThatFailsOnTheWayChangesNothing(t *testing.T) {
	whole := newPad()
	_, _, _, err := importInPieces(t, whole.open)
	require.NoError(t, err)
	require.Greater(t, whole.calls, 10)
	for _, at := range []int{2, whole.calls / 3, whole.calls / 2, whole.calls - 1, whole.calls} {
		p := newPad()
		p.failing = at
		l, m, _, err := importInPieces(t, p.open)
		require.ErrorIs(t, err, errPad, "call %d of %d", at, whole.calls)
		s, err := l.Stats(ctx())
		require.NoError(t, err)
		require.Zero(t, s.Bookmarks)
		require.Empty(t, titles(t, openLibrary(t, m, newWorld()), ""))
		_, err = l.Import(ctx(), inPieces, core.ImportOptions{Name: "again"}, nil)
		require.NoError(t, err, "the next import finds an empty scratch")
		require.Empty(t, blobs(t, p.store))
	}
}

// TestACutInAnImportOfPiecesLeavesAllOfItOrNothing cuts the power at every call
// to the store while pieces stand in a scratch, which goes with the program.
func TestACutInAnImportOfPiecesLeavesAllOfItOrNothing(t *testing.T) {
	start, w := memstore.New(), newWorld()
	save(t, openLibrary(t, start, w), url(99_999), "Before")
	for _, effect := range []bool{false, true} {
		call := 1
		for cutPieces(t, start.Clone(), *w, call, effect) {
			call++
		}
		require.Greater(t, call, 3, "there are calls to cut at")
	}
}

// cutPieces imports pieces and cuts the power at a call, with or without its
// effect; false if there are not as many.
func cutPieces(t *testing.T, m *memstore.Medium, w world, call int, effect bool) (crashed bool) {
	t.Helper()
	o, p := w.options(), newPad()
	o.Scratch = p.open
	l, err := core.Open(ctx(), m.Open(), o)
	require.NoError(t, err)
	seen := 0
	m.Fail(func(string, int) (error, bool) {
		if seen++; seen < call {
			return nil, false
		}
		crashed = true
		return &core.Error{Code: core.Closed, Message: "The power is gone."}, effect
	})
	_, err = l.Import(ctx(), inPieces, core.ImportOptions{Name: "pieces"}, nil)
	m.Fail(nil)
	if err == nil {
		require.Greater(t, p.calls, 10, "there were pieces")
	}
	for kept := range 2 {
		left := m.Crash(kept, survivors(call, kept))
		again := openLibrary(t, left, &w)
		s, statsErr := again.Stats(ctx())
		require.NoError(t, statsErr)
		if err == nil || s.Bookmarks != 1 {
			require.Equal(t, 16_501, s.Bookmarks, "call %d", call)
		}
		requireSound(t, left, &w)
		if s.Bookmarks == 1 && kept == 0 {
			_, err := again.Import(ctx(), inPieces, core.ImportOptions{Name: "again"}, nil)
			require.NoError(t, err, "call %d", call)
		}
	}
	return crashed
}
