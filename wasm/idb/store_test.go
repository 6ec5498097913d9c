//go:build js && wasm

package idb

import (
	"bytes"
	"context"
	"strconv"
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/storetest"
	"pinfold/wasm/bridge"
)

// freshName names a database that no other test uses.
func freshName(t *testing.T) string { return "test " + t.Name() }

func open(t *testing.T, name string) *Store {
	t.Helper()
	s, err := Open(context.Background(), name)
	require.NoError(t, err)
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		name := freshName(t)
		return func() core.Store { return open(t, name) }
	})
}

func TestNoStoredValueExceeds48KiB(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Put(ctx, map[string][]byte{"a": bytes.Repeat([]byte("x"), 1_000_003)}))
	require.NoError(t, s.Commit(ctx, core.Batch{Put: map[string][]byte{"b": bytes.Repeat([]byte("y"), 500_000)}, Strict: true}))
	var all safejs.Value
	require.NoError(t, s.transact(ctx, "readonly", "", func(tr *transaction) error {
		all = tr.request(chunkStore, "getAll")
		return tr.err
	}))
	list, err := result(all)
	require.NoError(t, err)
	values, err := items(list)
	require.NoError(t, err)
	require.Greater(t, len(values), 40)
	for _, v := range values {
		raw, err := bridge.ToGo(v)
		require.NoError(t, err)
		require.LessOrEqual(t, len(raw), maxValue)
	}
}

func TestADamagedChunkIsTold(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Put(ctx, map[string][]byte{"a": bytes.Repeat([]byte("x"), 100_000)}))
	require.NoError(t, s.transact(ctx, "readwrite", "strict", func(tr *transaction) error {
		value, err := bridge.ToJS([]byte("not what was there"))
		tr.request(chunkStore, "put", value, chunkKey("a", 1))
		return err
	}))
	_, err := s.Read(ctx, []core.Range{{Name: "a", Off: 40_000, Len: 10}})
	require.Equal(t, core.Corrupt, core.CodeOf(err))
	_, err = s.Head(ctx, "a")
	require.Equal(t, core.Corrupt, core.CodeOf(err))
	got, err := s.Read(ctx, []core.Range{{Name: "a", Off: 70_000, Len: 10}})
	require.NoError(t, err, "the rest is usable")
	require.Equal(t, "xxxxxxxxxx", string(got[0]))
}

func TestTwoConnectionsNeverBothWin(t *testing.T) {
	name := freshName(t)
	ctx := context.Background()
	const writers, each = 4, 15
	results := make(chan int, writers)
	for w := range writers {
		go func() {
			s, err := Open(ctx, name)
			if err != nil {
				results <- -1
				return
			}
			defer s.Close()
			won := 0
			for won < each {
				h, err := s.Head(ctx, "none")
				if err != nil {
					break
				}
				key := "w/" + strconv.FormatUint(h.Generation, 10)
				err = s.Commit(ctx, core.Batch{Generation: h.Generation, Put: map[string][]byte{key: {byte(w)}}, Strict: true})
				if err == nil {
					won++
				} else if core.CodeOf(err) != core.Conflict {
					break
				}
			}
			results <- won
		}()
	}
	for range writers {
		require.Equal(t, each, <-results)
	}
	s := open(t, name)
	defer s.Close()
	h, err := s.Head(ctx, "w/")
	require.NoError(t, err)
	require.Equal(t, uint64(writers*each), h.Generation)
	require.Len(t, h.Blobs, writers*each, "no commit overwrote another")
}

func TestADatabaseThatTheBrowserClosedIsOpenedAgain(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Commit(ctx, core.Batch{Put: map[string][]byte{"a": []byte("1")}, Strict: true}))
	_, err := s.db.Call("close")
	require.NoError(t, err)
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 1, Put: map[string][]byte{"b": []byte("2")}, Strict: true}))
	names, err := s.List(ctx, "")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, names)
}

func TestALaterVersionIsLeftAlone(t *testing.T) {
	name := freshName(t)
	factory := safejs.MustGetGlobal("indexedDB")
	request, err := factory.Call("open", name, databaseVersion+1)
	require.NoError(t, err)
	done := make(chan struct{}, 1)
	tr := &transaction{}
	tr.listen(request, "onsuccess", func() { done <- struct{}{} })
	<-done
	tr.release()
	db, err := result(request)
	require.NoError(t, err)
	_, err = db.Call("close")
	require.NoError(t, err)
	_, err = Open(context.Background(), name)
	require.Equal(t, core.Newer, core.CodeOf(err))
}
