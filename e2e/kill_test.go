package e2e

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// How the oracle kills: how often each browser, from which seed, and whether
// Chromium keeps its databases in SQLite. A soak kills more often.
var (
	kills    = flag.Int("kills", 10, "how often a browser is killed by the test of kills")
	killSeed = flag.Uint64("kill-seed", 1, "what the moments of the kills are drawn from")
	inSQLite = flag.Bool("kill-sqlite", false, "with Chromium's databases in SQLite")
)

// An oracle remembers outside the browser what a page has begun and what it was
// answered: what is answered is durable.
type oracle struct {
	*httptest.Server
	mu    sync.Mutex
	begun map[string]bool
	acked map[string]bool
}

func newOracle(t *testing.T) *oracle {
	o := &oracle{begun: map[string]bool{}, acked: map[string]bool{}}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		what, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		map[string]map[string]bool{"begun": o.begun, "acked": o.acked}[what][name] = true
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	t.Cleanup(o.Close)
	return o
}

// toldOutside lets the pages reach the oracle.
func toldOutside(manifest map[string]any) {
	policy := manifest["content_security_policy"].(map[string]any)
	policy["extension_pages"] = strings.Replace(policy["extension_pages"].(string), "connect-src 'self'", "connect-src 'self' http://127.0.0.1:*", 1)
}

// answered counts what was answered.
func (o *oracle) answered() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.acked)
}

// writes is a function that saves, edits and deletes without end, and tells the
// oracle before and after each save.
const writes = `(oracle, round) => {
	const tell = (what, name) => fetch(oracle + "/" + what + "/" + name);
	const url = (name) => "https://kept.example/" + name;
	(async () => {
		for (let n = 0; ; n += 1) {
			const name = round + "-" + n;
			await tell("begun", name);
			const {id} = await wire.api.save({url: url(name), title: "Kept " + name, tags: ["kept", "round" + round]}, ["title", "tags"]);
			await tell("acked", name);
			if (n % 7 === 3) await wire.api.update({ids: [id]}, {unread: true});
			if (n % 60 === 59) await wire.api.tidy();
		}
	})();
}`

// TestWhatWasAcknowledgedSurvivesTheBrowserBeingKilled kills the browser again
// and again while it saves, merges and tidies. What was answered is there, what
// is there was begun, everything agrees with everything, and opening it twice
// changes nothing.
func TestWhatWasAcknowledgedSurvivesTheBrowserBeingKilled(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		options := browser.Options{Extension: variant(t, kind, toldOutside), Profile: t.TempDir()}
		if *inSQLite && kind == "chromium" {
			options.Args = append(options.Args, "--enable-features=IdbSqliteBackingStore")
		}
		s := begin(t, kind, options)
		r := rand.New(rand.NewPCG(*killSeed, 1))
		o := newOracle(t)
		p := s.wire()
		for round := range *kills {
			before := o.answered()
			eval[any](p, writes, o.URL, round)
			awaitAnswers(t, o, before+1+r.IntN(40))
			s.again()
			p = s.wire()
			p.holdsWhatWasAnswered(o)
		}
		p = s.open("options.html")
		p.whole()
		t.Logf("%s: %d kills, %d saves answered, none lost", kind, *kills, o.answered())
	})
}

// awaitAnswers returns when so many saves have been answered.
func awaitAnswers(t *testing.T, o *oracle, n int) {
	t.Helper()
	deadline := time.Now().Add(*watchdog)
	for o.answered() < n {
		require.True(t, time.Now().Before(deadline), "%d saves to be answered, there are %d", n, o.answered())
		time.Sleep(time.Millisecond) // a poll: the page saves at its own pace
	}
}

// holdsWhatWasAnswered compares the library with what the oracle knows.
func (p *page) holdsWhatWasAnswered(o *oracle) {
	p.s.t.Helper()
	const names = `async () => {
		const names = [];
		for (let offset = 0; ; offset += 500) {
			const {bookmarks} = await wire.api.search({query: "#kept", offset, limit: 500});
			names.push(...bookmarks.map((b) => b.url.slice("https://kept.example/".length)));
			if (bookmarks.length < 500) return names;
		}
	}`
	there := map[string]bool{}
	for _, name := range eval[[]string](p, names) {
		require.False(p.s.t, there[name], "%s is there twice", name)
		there[name] = true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for name := range o.acked {
		require.True(p.s.t, there[name], "%s was answered and is lost", name)
	}
	for name := range there {
		require.True(p.s.t, o.begun[name], "%s was never begun", name)
	}
	again := eval[[]string](p, names)
	require.Len(p.s.t, again, len(there), fmt.Sprint("asked twice"))
}
