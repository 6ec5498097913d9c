package e2e

import (
	"flag"
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
	mu   sync.Mutex
	told map[string]map[string]bool // names by what is said of them: begun, acked; marking, marked; deleting, deleted
}

func newOracle(t *testing.T) *oracle {
	o := &oracle{told: map[string]map[string]bool{}}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		what, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if o.told[what] == nil {
			o.told[what] = map[string]bool{}
		}
		o.told[what][name] = true
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
	return len(o.told["acked"])
}

// writes is a function that saves, edits, deletes and tidies without end, and
// tells the oracle before and after each.
const writes = `(oracle, round) => {
	const tell = (what, name) => fetch(oracle + "/" + what + "/" + name);
	const url = (name) => "https://kept.example/" + name;
	(async () => {
		for (let n = 0; ; n += 1) {
			const name = round + "-" + n;
			await tell("begun", name);
			const {id} = await wire.api.save({url: url(name), title: "Kept " + name, tags: ["kept", "round" + round]}, ["title", "tags"]);
			await tell("acked", name);
			if (n % 4 === 1) {
				await tell("marking", name);
				await wire.api.update({ids: [id]}, {unread: true});
				await tell("marked", name);
			}
			if (n % 4 === 2) {
				await tell("deleting", name);
				await wire.api.remove({ids: [id]});
				await tell("deleted", name);
			}
			if (n % 9 === 8) await wire.api.tidy();
		}
	})();
}`

// TestWhatWasAcknowledgedSurvivesTheBrowserBeingKilled kills the browser again
// and again while it saves, edits, deletes and tidies. What was answered is there, what
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
		time.Sleep(time.Millisecond) // a poll, closer than browser.Until's: the kill has to come right behind an answer
	}
}

// holdsWhatWasAnswered compares the library with what the oracle knows.
func (p *page) holdsWhatWasAnswered(o *oracle) {
	p.s.t.Helper()
	const kept = `async () => {
		const kept = [];
		for (let offset = 0; ; offset += 500) {
			const {bookmarks} = await wire.api.search({query: "#kept", offset, limit: 500});
			kept.push(...bookmarks.map((b) => ({Name: b.url.slice("https://kept.example/".length), Unread: b.unread})));
			if (bookmarks.length < 500) return kept;
		}
	}`
	type one struct {
		Name   string
		Unread bool
	}
	found, there := eval[[]one](p, kept), map[string]bool{}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, b := range found {
		require.False(p.s.t, there[b.Name], "%s is there twice", b.Name)
		there[b.Name] = true
		require.True(p.s.t, o.told["begun"][b.Name], "%s was never begun", b.Name)
		require.False(p.s.t, o.told["deleted"][b.Name], "%s was deleted and is there", b.Name)
		if b.Unread {
			require.True(p.s.t, o.told["marking"][b.Name], "nobody has marked %s", b.Name)
		} else {
			require.False(p.s.t, o.told["marked"][b.Name], "%s was marked and is not", b.Name)
		}
	}
	for name := range o.told["acked"] {
		require.True(p.s.t, there[name] || o.told["deleting"][name], "%s was answered and is lost", name)
	}
	require.Equal(p.s.t, found, eval[[]one](p, kept), "asked twice")
}
