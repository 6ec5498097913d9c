package e2e

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/dist"
)

func TestTheBenchmarkPageAsksTheRealEngine(t *testing.T) {
	out := t.TempDir()
	require.NoError(t, dist.Bench(context.Background(), "..", out))
	ctx, cancel := context.WithTimeout(context.Background(), *watchdog)
	defer cancel()
	b, err := browser.Chromium(ctx, browser.Options{Extension: out + "/bench", Profile: t.TempDir()})
	require.NoError(t, err)
	defer b.Kill()
	s := &session{t: t, ctx: ctx, b: b}
	p := s.open("bench.html")
	p.until("the peer", `() => globalThis.peer`)
	eval[any](p, `() => peer.build([
		{id: 7, href: "https://a.example/", description: "Streams of data", extended: "", tags: "streams go", time: "2016-11-01T00:00:00Z", shared: "yes", toread: "no"},
		{id: 9, href: "https://b.example/", description: "Data in rest", extended: "x", tags: "databases", time: "2016-11-02T00:00:00Z", shared: "no", toread: "yes"},
	])`)
	require.Equal(t, []int{7}, eval[[]int](p, `() => peer.query("stream", {limit: 20, prefix: true})`))
	require.Equal(t, []int{9}, eval[[]int](p, `() => peer.query("data", {limit: 20, tags: ["databases"]})`))
	s.cold()
	require.Equal(t, "https://b.example/", eval[string](p, `async () => (await peer.query("rest", {limit: 20, hydrate: true}))[0].href`))
	eval[any](p, `() => peer.add({id: 11, href: "https://c.example/", description: "Added later", extended: "", tags: "", time: "2016-11-03T00:00:00Z"})`)
	require.Equal(t, []int{11}, eval[[]int](p, `() => peer.query("later", {limit: 20})`))
	got := eval[struct{ Total int }](p, `() => peer.query("data", {limit: 20, total: true, facets: 30})`)
	require.Equal(t, 2, got.Total)
	require.Empty(t, b.Errors())
}
