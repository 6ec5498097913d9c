//go:build js && wasm

package idb

import (
	"bytes"
	"context"
	"strconv"
	"testing"
	"time"

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

// The browser says of each transaction how durable it is.
func TestAStrictCommitAsksForStrictDurability(t *testing.T) {
	watch, err := safejs.Global().Call("eval", `(() => {
		const seen = [], real = IDBDatabase.prototype.transaction;
		IDBDatabase.prototype.transaction = function (...args) {
			const t = real.apply(this, args);
			if (t.mode === "readwrite") seen.push(t.durability);
			return t;
		};
		return {end() { IDBDatabase.prototype.transaction = real; return seen.join(" "); }};
	})()`)
	require.NoError(t, err)
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Put(ctx, map[string][]byte{"a": []byte("x")}))
	require.NoError(t, s.Commit(ctx, core.Batch{Put: map[string][]byte{"b": []byte("y")}, Strict: true}))
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 1, Put: map[string][]byte{"c": []byte("z")}}))
	seen, err := watch.Call("end")
	require.NoError(t, err)
	text, err := seen.String()
	require.NoError(t, err)
	require.Equal(t, "relaxed strict relaxed", text)
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
	_, err := s.conn.db.Call("close")
	require.NoError(t, err)
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 1, Put: map[string][]byte{"b": []byte("2")}, Strict: true}))
	names, err := s.List(ctx, "")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, names)
}

// request calls a method of indexedDB as another tab would, and waits for its
// success.
func request(t *testing.T, method string, args ...any) safejs.Value {
	t.Helper()
	r, err := safejs.MustGetGlobal("indexedDB").Call(method, args...)
	require.NoError(t, err)
	done := make(chan string, 4)
	tr := &transaction{}
	defer tr.release()
	tr.listen(r, "onsuccess", func() { done <- "success" })
	tr.listen(r, "onerror", func() { done <- "error" })
	tr.listen(r, "onblocked", func() { done <- "blocked" })
	require.Equal(t, "success", <-done)
	v, err := result(r)
	require.NoError(t, err)
	return v
}

func TestALaterVersionIsLeftAlone(t *testing.T) {
	name := freshName(t)
	_, err := request(t, "open", name, databaseVersion+1).Call("close")
	require.NoError(t, err)
	_, err = Open(context.Background(), name)
	require.Equal(t, core.Newer, core.CodeOf(err))
}

// TestALaterVersionIsReadAndNotWritten raises the version of a database, as a
// later Pinfold would that keeps the stores.
func TestALaterVersionIsReadAndNotWritten(t *testing.T) {
	name := freshName(t)
	ctx := context.Background()
	old := open(t, name)
	require.NoError(t, old.Commit(ctx, core.Batch{Put: map[string][]byte{"a": []byte("1")}, Strict: true}))
	_, err := request(t, "open", name, databaseVersion+1).Call("close")
	require.NoError(t, err)
	for _, s := range []*Store{old, open(t, name)} { // an open window, and a new one
		h, err := s.Head(ctx, "")
		require.NoError(t, err)
		require.Equal(t, map[string][]byte{"a": []byte("1")}, h.Blobs)
		for _, err := range []error{
			s.Commit(ctx, core.Batch{Generation: 1, Put: map[string][]byte{"b": []byte("2")}, Strict: true}),
			s.Put(ctx, map[string][]byte{"c": []byte("3")}),
		} {
			require.Equal(t, core.Newer, core.CodeOf(err))
			require.ErrorContains(t, err, "Update Pinfold, then try again; until then you can search and export.")
		}
		require.NoError(t, s.Close())
	}
}

// TestALaterLibraryElsewhereIsNotTakenForNone has a later Pinfold leave nothing where this one looks.
func TestALaterLibraryElsewhereIsNotTakenForNone(t *testing.T) {
	name := freshName(t)
	require.NoError(t, open(t, name).Close())
	_, err := request(t, "open", name, databaseVersion+1).Call("close")
	require.NoError(t, err)
	s := open(t, name)
	defer s.Close()
	_, err = s.Head(context.Background(), "head/")
	require.Equal(t, core.Newer, core.CodeOf(err))
}

// TestADatabaseThatLacksAStoreIsTold has a database of today's version with one
// of the two stores, and one with none, as it was left by an older Pinfold that
// ended between the browser's making it and its own making the stores.
func TestADatabaseThatLacksAStoreIsTold(t *testing.T) {
	makeDatabase, err := safejs.MustGetGlobal("eval").Invoke(`(name, version, stores) => new Promise((done, failed) => {
		const request = indexedDB.open(name, version);
		request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
		request.onsuccess = () => done(request.result.close());
		request.onerror = () => failed(request.error);
	})`)
	require.NoError(t, err)
	ctx := context.Background()
	for i, stores := range [][]any{{}, {metaStore}, {chunkStore}} {
		name := freshName(t) + strconv.Itoa(i)
		made, err := makeDatabase.Invoke(name, databaseVersion, stores)
		require.NoError(t, err)
		_, err = bridge.Await(ctx, made)
		require.NoError(t, err)
		_, err = Open(ctx, name)
		require.Equal(t, core.Closed, core.CodeOf(err), "with %v", stores)
		require.ErrorContains(t, err, "install it again and import that file.")
	}
}

// failing lets the next n openings fail as a browser's storage does for a moment.
func failing(t *testing.T, n int) {
	t.Helper()
	_, err := safejs.MustGetGlobal("eval").Invoke(`(() => {
		const real = IDBFactory.prototype.open;
		globalThis.openings = 0;
		globalThis.failing = ` + strconv.Itoa(n) + `;
		globalThis.mend = () => { IDBFactory.prototype.open = real; };
		IDBFactory.prototype.open = function (...args) {
			globalThis.openings++;
			if (globalThis.failing-- <= 0) return real.apply(this, args);
			const request = {error: new DOMException("Internal error opening backing store.", "UnknownError")};
			setTimeout(() => request.onerror());
			return request;
		};
	})()`)
	require.NoError(t, err)
	t.Cleanup(func() { _, _ = safejs.Global().Call("mend") })
}

func openings(t *testing.T) int {
	t.Helper()
	n, err := safejs.MustGetGlobal("openings").Int()
	require.NoError(t, err)
	return n
}

func TestAStorageThatFailsForAMomentIsOpenedAgain(t *testing.T) {
	failing(t, 3)
	s := open(t, freshName(t))
	defer s.Close()
	require.Equal(t, 4, openings(t))
}

func TestAStorageThatGoesOnFailingIsSaidToFail(t *testing.T) {
	failing(t, 99)
	_, err := Open(context.Background(), freshName(t))
	require.Equal(t, core.Closed, core.CodeOf(err))
	require.ErrorContains(t, err, "Restart the browser, then try again.")
	require.Equal(t, 4, openings(t))
}

// TestAnotherTabMayUpgradeAtOnce also lets it delete the database: the store
// gives way, and says what it finds afterwards.
func TestAnotherTabMayUpgradeAtOnce(t *testing.T) {
	name := freshName(t)
	ctx := context.Background()
	s := open(t, name)
	defer s.Close()
	require.NoError(t, s.Commit(ctx, core.Batch{Put: map[string][]byte{"a": []byte("1")}, Strict: true}))
	request(t, "deleteDatabase", name)
	h, err := s.Head(ctx, "")
	require.NoError(t, err)
	require.Zero(t, h.Generation, "a library is gone, and Library says so")
	require.Empty(t, h.Blobs)

	db := request(t, "open", name, databaseVersion+1)
	_, err = s.Head(ctx, "")
	require.Equal(t, core.Newer, core.CodeOf(err))
	_, err = db.Call("close")
	require.NoError(t, err)
}

// TestAnOpeningThatNobodyWaitsForIsClosed cancels it, and lets it be blocked.
func TestAnOpeningThatNobodyWaitsForIsClosed(t *testing.T) {
	name := freshName(t)
	dead, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Open(dead, name)
	require.Equal(t, core.Canceled, core.CodeOf(err))
	request(t, "deleteDatabase", name) // else it would be blocked
	s := open(t, name)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "twice is no harm")
}

// TestABlobThatLacksChunksIsDamagedNotGone deletes the second of four.
func TestABlobThatLacksChunksIsDamagedNotGone(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Put(ctx, map[string][]byte{"a": bytes.Repeat([]byte("x"), 100_000)}))
	require.NoError(t, s.transact(ctx, "readwrite", "strict", func(tr *transaction) error {
		tr.request(chunkStore, "delete", chunkKey("a", 1))
		return tr.err
	}))
	for _, r := range []core.Range{{Name: "a", Off: 40_000, Len: 10}, {Name: "a", Off: 500_000, Len: 10}, {Name: "a", Len: -1}} {
		_, err := s.Read(ctx, []core.Range{r})
		require.Equal(t, core.Corrupt, core.CodeOf(err), "%+v", r)
	}
	_, err := s.Read(ctx, []core.Range{{Name: "b", Off: 40_000, Len: 10}})
	require.Equal(t, core.NotFound, core.CodeOf(err))
	require.NoError(t, s.transact(ctx, "readwrite", "strict", func(tr *transaction) error {
		tr.request(chunkStore, "delete", chunkKey("a", 0))
		return tr.err
	}))
	names, err := s.List(ctx, "")
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, names, "what is left of it can be salvaged")
}

// TestACanceledCommitChangesNothingOrIsDone cancels at every moment.
func TestACanceledCommitChangesNothingOrIsDone(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	generation := uint64(0)
	for n := range 20 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(n)*500*time.Microsecond)
		err := s.Commit(ctx, core.Batch{Generation: generation, Put: map[string][]byte{"a": {byte(n)}}, Strict: true})
		cancel()
		if err != nil {
			require.Equal(t, core.Canceled, core.CodeOf(err))
		}
		h, again := s.Head(context.Background(), "a")
		require.NoError(t, again)
		if err == nil {
			generation++
			require.Equal(t, []byte{byte(n)}, h.Blobs["a"])
		}
		require.Equal(t, generation, h.Generation)
	}
}

// TestADatabaseThatTheBrowserHasClosedIsTold sends the event that a browser sends
// when it closes a database by itself, after an error of its disk for one.
func TestADatabaseThatTheBrowserHasClosedIsTold(t *testing.T) {
	s := open(t, freshName(t))
	defer s.Close()
	ctx := context.Background()
	require.NoError(t, s.Commit(ctx, core.Batch{Put: map[string][]byte{"a": []byte("1")}, Strict: true}))
	told := make(chan bool, 4)
	tell, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any { told <- true; return nil })
	require.NoError(t, err)
	require.NoError(t, safejs.Global().Set("pinfoldClosed", tell))
	defer func() { require.NoError(t, safejs.Global().Delete("pinfoldClosed")) }()
	event, err := safejs.MustGetGlobal("Event").New("close")
	require.NoError(t, err)
	_, err = s.conn.db.Call("dispatchEvent", event)
	require.NoError(t, err)
	require.True(t, <-told)
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 1, Put: map[string][]byte{"b": []byte("2")}, Strict: true}), "and opened again")
}
