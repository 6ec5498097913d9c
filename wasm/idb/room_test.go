//go:build js && wasm

package idb

import (
	"context"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestAStorageThatDoesNotEvenTellItsRoomIsNotWaitedFor has that question hang, as it
// does when all of the storage hangs.
func TestAStorageThatDoesNotEvenTellItsRoomIsNotWaitedFor(t *testing.T) {
	failing(t, 99)
	_, err := safejs.MustGetGlobal("eval").Invoke(`(() => {
		const real = StorageManager.prototype.estimate;
		globalThis.tellAgain = () => { StorageManager.prototype.estimate = real; };
		StorageManager.prototype.estimate = () => new Promise(() => {});
	})()`)
	require.NoError(t, err)
	t.Cleanup(func() { _, _ = safejs.Global().Call("tellAgain") })
	done := make(chan error, 1)
	go func() {
		_, err := Open(context.Background(), freshName(t))
		done <- err
	}()
	select {
	case err := <-done:
		require.Equal(t, core.Closed, core.CodeOf(err))
		require.ErrorContains(t, err, "Restart the browser, then try again.")
	case <-time.After(30 * time.Second):
		t.Fatal("the opening is waited for without end")
	}
}
