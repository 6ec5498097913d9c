package e2e

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// crowds is how often the windows of the crowd begin anew. A soak asks more.
var crowds = flag.Int("crowds", 2, "how many rounds the test of the crowd has")

// crowdWindows write through the background, or through an engine of their own.
var crowdWindows = []bool{false, false, true, true}

// toil is a function that saves bookmarks of its own and adds a tag to one that
// all windows have, without end, and tells an oracle before and after.
const toil = `(oracle, tags, round, place, own) => {
	const tell = (where, what, name) => fetch(where + "/" + what + "/" + name);
	(async () => {
		const call = own ? wire.host.call : wire.call;
		const shared = (await wire.api.byUrl("https://shared.example/" + round)).exact.id;
		for (let n = 0; ; n += 1) {
			const name = round + "-" + place + "-" + n;
			await tell(oracle, "begun", name);
			await call("save", {bookmark: {url: "https://kept.example/" + name, title: "Kept " + name, tags: ["kept"]}, touched: ["title", "tags"], op: crypto.randomUUID()});
			await tell(oracle, "acked", name);
			if (n % 2 || n > 60) continue;
			await tell(tags, "begun", name);
			await call("update", {ids: [shared], change: {addTags: [name]}, op: crypto.randomUUID()});
			await tell(tags, "acked", name);
		}
	})().catch((error) => { document.title = "stopped: " + (error?.message ?? JSON.stringify(error)); });
}`

// A crowd are windows that write to one library at once.
type crowd struct {
	*session
	r              *rand.Rand
	saves, tagging *oracle
	windows        []*page
}

// come opens the windows and sets them to work.
func (c *crowd) come(round int) {
	c.t.Helper()
	c.windows = nil
	first := c.wire()
	eval[any](first, `(url) => wire.api.save({url, title: "Shared", tags: []}, ["title"]).then(() => 1)`, "https://shared.example/"+strconv.Itoa(round))
	for i, own := range crowdWindows {
		p := first
		if i > 0 {
			p = c.wire()
		}
		eval[any](p, toil, c.saves.URL, c.tagging.URL, round, i, own)
		c.windows = append(c.windows, p)
	}
	c.works()
}

// works returns when the windows have saved some more.
func (c *crowd) works() {
	c.t.Helper()
	awaitAnswers(c.t, c.saves, c.saves.answered()+8+c.r.IntN(24))
	for _, p := range c.windows {
		require.NotContains(c.t, eval[string](p, `() => document.title`), "stopped", "what dies beside a window does not stop it")
	}
}

// leave closes one of the windows in the middle of what it does.
func (c *crowd) leave() {
	c.t.Helper()
	i := c.r.IntN(len(c.windows))
	require.NoError(c.t, c.windows[i].Close(c.ctx))
	c.windows = slices.Delete(c.windows, i, i+1)
}

// TestACrowdOfWindowsLosesNothingWhateverDies has four windows save and edit one
// library, two of them with engines of their own, while a window is closed, the
// background ends, another window is closed, and the browser is killed. What was
// answered is there, tags on the bookmark that all have too.
func TestACrowdOfWindowsLosesNothingWhateverDies(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: variant(t, kind, toldOutside), Profile: t.TempDir()})
		c := &crowd{session: s, r: rand.New(rand.NewPCG(*killSeed, 3)), saves: newOracle(t), tagging: newOracle(t)}
		for round := range *crowds {
			c.come(round)
			for _, die := range []func(){c.leave, c.cold, c.leave, c.cold} {
				die()
				c.works()
			}
			c.again()
			p := c.wire()
			p.holdsWhatWasAnswered(c.saves)
			c.tagged(p)
		}
		p := s.open("options.html")
		p.whole()
		t.Logf("%s: %d rounds, %d saves and %d edits of one bookmark answered, none lost", kind, *crowds, c.saves.answered(), c.tagging.answered())
	})
}

// tagged compares the tags of the shared bookmarks with what was answered.
func (c *crowd) tagged(p *page) {
	c.t.Helper()
	there := map[string]bool{}
	for _, name := range eval[[]string](p, `async () => (await wire.api.search({query: "site:shared.example", limit: 500})).bookmarks.flatMap((b) => b.tags)`) {
		there[name] = true
	}
	c.tagging.mu.Lock()
	defer c.tagging.mu.Unlock()
	require.NotEmpty(c.t, c.tagging.told["acked"])
	for name := range c.tagging.told["acked"] {
		require.True(c.t, there[name], "the tag %s was answered and is lost", name)
	}
	for name := range there {
		require.True(c.t, c.tagging.told["begun"][name], "the tag %s was never begun", name)
	}
}
