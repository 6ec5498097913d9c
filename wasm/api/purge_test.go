package api_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/wasm/api"
)

// TestPurgingNoneIsNotPurgingAll sends an empty list, which is a selection of
// nothing, and then no list, which is the whole trash.
func TestPurgingNoneIsNotPurgingAll(t *testing.T) {
	n := byte(0)
	medium := memstore.New()
	e := api.New(func(ctx context.Context) (*core.Library, error) {
		return core.Open(ctx, medium.Open(), core.Options{
			Now: func() time.Time { return time.Date(2026, 11, 25, 0, 0, int(n), 0, time.UTC) },
			Random: func(p []byte) {
				n++
				for i := range p {
					p[i] = n
				}
			},
		})
	})
	call := func(method, params string) string {
		t.Helper()
		out, err := e.Call(context.Background(), method, params, func(string) {})
		require.NoError(t, err)
		return out
	}
	saved := call("save", `{"bookmark": {"url": "https://example.org/", "title": "T"}}`)
	_, rest, _ := strings.Cut(saved, `"id":"`)
	call("delete", fmt.Sprintf(`{"ids": [%q]}`, rest[:36]))
	_, err := e.Call(context.Background(), "purge", `{"ids": []}`, func(string) {})
	require.ErrorContains(t, err, "No bookmarks were selected")
	require.Contains(t, call("search", `{"query": "is:trashed", "want": ["total"]}`), `"total":1`)
	require.Contains(t, call("purge", `{"query": "is:trashed", "until": 1}`), `"count":0`)
	require.Contains(t, call("purge", `{"query": "is:trashed"}`), `"count":1`)
}
