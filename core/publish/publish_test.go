package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/core/publish"
	"pinfold/server"
	"pinfold/server/sqlite"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// A world is a library, a ledger and a real server that notes what it was sent.
type world struct {
	t       *testing.T
	library *core.Library
	medium  *memstore.Medium
	home    string
	token   string
	sent    bytes.Buffer
	calls   int
	failing func(call int) error // instead of sending
}

func newWorld(t *testing.T) *world {
	source := rand.NewChaCha8([32]byte{7})
	random := func(p []byte) { _, _ = source.Read(p) }
	library, err := core.Open(t.Context(), memstore.New().Open(), core.Options{Now: func() time.Time { return noon }, Random: random})
	require.NoError(t, err)
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "server.sqlite"))
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	handler, err := server.New(server.Options{Store: store, Now: func() time.Time { return noon }, Random: random,
		Failed: func(err error) { t.Errorf("the server failed: %v", err) }})
	require.NoError(t, err)
	pair, err := handler.AddUser(t.Context(), "jm")
	require.NoError(t, err)
	web := httptest.NewServer(handler)
	t.Cleanup(web.Close)
	return &world{t: t, library: library, medium: memstore.New(), home: web.URL, token: pair}
}

func (w *world) save(b core.Bookmark) {
	w.t.Helper()
	_, err := w.library.Save(w.t.Context(), core.Save{Bookmark: b, Touched: core.AllFields})
	require.NoError(w.t, err)
}

// call asks the server as a client does.
func (w *world) call(method string, body []byte) (int, []byte, error) {
	how := http.MethodGet
	if body != nil {
		how = http.MethodPost
	}
	r, err := http.NewRequestWithContext(w.t.Context(), how, w.home+"/v1/"+method, bytes.NewReader(body))
	require.NoError(w.t, err)
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, text, err
}

func (w *world) send(_ context.Context, body []byte) (int, []byte, error) {
	w.calls++
	if w.failing != nil {
		if err := w.failing(w.calls); err != nil {
			return 0, nil, err
		}
	}
	w.sent.Write(body)
	return w.call("posts/batch?format=json", body)
}

func (w *world) ledger() *publish.Ledger {
	w.t.Helper()
	l, err := publish.OpenLedger(w.t.Context(), w.medium.Open(), w.home+" jm")
	require.NoError(w.t, err)
	return l
}

func (w *world) all(query string) publish.Bookmarks {
	return func() iter.Seq2[core.Bookmark, error] { return w.library.Export(w.t.Context(), query) }
}

func (w *world) look(query string) *publish.Plan {
	w.t.Helper()
	p, err := publish.Look(w.t.Context(), w.all(query), w.ledger())
	require.NoError(w.t, err)
	return p
}

func (w *world) step(query string) (publish.Report, error) {
	w.t.Helper()
	return w.stepBy(query, w.send)
}

func (w *world) stepBy(query string, send publish.Sender) (publish.Report, error) {
	w.t.Helper()
	l := w.ledger()
	p, err := publish.Look(w.t.Context(), w.all(query), l)
	require.NoError(w.t, err)
	return publish.Step(w.t.Context(), w.all(query), l, p, send, func(int, int) {})
}

// there is what the server has, by address.
func (w *world) there() map[string]map[string]string {
	w.t.Helper()
	status, text, err := w.call("posts/all?format=json", nil)
	require.NoError(w.t, err)
	require.Equal(w.t, 200, status, "%s", text)
	var list []map[string]string
	require.NoError(w.t, json.Unmarshal(text, &list))
	all := map[string]map[string]string{}
	for _, p := range list {
		all[p["href"]] = p
	}
	return all
}

func bookmark(url, title string, tags ...string) core.Bookmark {
	return core.Bookmark{URL: url, Title: title, Tags: tags, Created: noon.Add(-time.Hour)}
}

func TestWhatIsPublicIsPublishedAndNothingElseIsSent(t *testing.T) {
	w := newWorld(t)
	first := bookmark("https://A.example/one", "One", "go", ".canary-tag")
	first.Created, first.Description, first.Unread = noon.Add(-48*time.Hour), "> a passage\nmine", true
	w.save(first)
	w.save(bookmark("https://b.example/two", "Two", "go"))
	secret := bookmark("https://canary.example/", "canary title", "canary")
	secret.Private, secret.Description = true, "canary words"
	w.save(secret)

	p := w.look("")
	require.Equal(t, 2, p.Public)
	require.Equal(t, 2, p.New)
	require.Equal(t, 1, p.Private)
	require.Equal(t, "Two", p.Newest.Title)
	require.Equal(t, "One", p.Oldest.Title)
	require.Equal(t, []string{".canary-tag"}, p.Held)
	require.Zero(t, w.sent.Len(), "looking sends nothing")

	report, err := w.step("")
	require.NoError(t, err)
	require.Equal(t, publish.Report{Sent: 2}, report)
	require.NotContains(t, w.sent.String(), "canary")
	there := w.there()
	require.Len(t, there, 2)
	one := there["https://A.example/one"]
	require.Equal(t, "One", one["description"])
	require.Equal(t, "> a passage\nmine", one["extended"])
	require.Equal(t, "go", one["tags"])
	require.Equal(t, "yes", one["shared"])
	require.Equal(t, "no", one["toread"], "what is to be read is nobody else's business")
	require.Equal(t, "2026-11-23T12:00:00Z", one["time"])

	calls := w.calls
	report, err = w.step("")
	require.NoError(t, err)
	require.Zero(t, report)
	require.Equal(t, calls, w.calls, "what is there is not sent again")
}

func TestWhatIsNoLongerPublicIsDeletedThereAndNothingElse(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		w.save(bookmark(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Page %d", i), "go"))
	}
	_, _, err := w.call("posts/batch?format=json", []byte(`{"add":[{"href":"https://theirs.example/","description":"Saved there","shared":"yes"}]}`))
	require.NoError(t, err)
	_, err = w.step("")
	require.NoError(t, err)

	// One becomes private, one is deleted, one gets another title, and one another address, which an earlier one had.
	found, err := w.library.Search(t.Context(), core.Search{Limit: 10})
	require.NoError(t, err)
	ids := map[string]core.ID{}
	for _, b := range found.Bookmarks {
		ids[b.Title] = b.ID
	}
	yes := true
	_, err = w.library.Update(t.Context(), core.Selection{IDs: []core.ID{ids["Page 0"]}}, core.Edit{Private: &yes}, core.OpID{1})
	require.NoError(t, err)
	_, err = w.library.Delete(t.Context(), core.Selection{IDs: []core.ID{ids["Page 1"]}}, core.OpID{2})
	require.NoError(t, err)
	w.save(bookmark("https://a.example/2", "Another title", "go"))

	report, err := w.step("")
	require.NoError(t, err)
	require.Equal(t, publish.Report{Sent: 1, Deleted: 2}, report)
	there := w.there()
	require.Len(t, there, 3)
	require.Equal(t, "Another title", there["https://a.example/2"]["description"])
	require.Contains(t, there, "https://a.example/3")
	require.Contains(t, there, "https://theirs.example/", "what came there otherwise is not ours to delete")

	// A narrower query takes away what it does not find; withdrawing the rest.
	report, err = w.step("another")
	require.NoError(t, err)
	require.Equal(t, publish.Report{Deleted: 1}, report)
	report, err = publish.Withdraw(t.Context(), w.ledger(), w.send, func(int, int) {})
	require.NoError(t, err)
	require.Equal(t, publish.Report{Deleted: 1}, report)
	require.Len(t, w.there(), 1)
	require.Zero(t, w.ledger().Acknowledged())
}

func TestAStepThatWouldDeleteMuchSaysSo(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		w.save(bookmark(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Page %d", i), map[bool]string{true: "few", false: "many"}[i < 6]))
	}
	_, err := w.step("")
	require.NoError(t, err)
	require.False(t, w.look("").Stop)
	require.False(t, w.look("#many").Stop, "6 of 30 are a fifth and no more")
	p := w.look("#few")
	require.True(t, p.Stop)
	require.Equal(t, 24, p.Gone)
	require.Equal(t, 30, p.Published)
}

func TestAStepThatIsCutOffGoesOnWithoutDoubles(t *testing.T) {
	w := newWorld(t)
	entries := func(yield func(core.Entry, error) bool) {
		for i := range 1700 {
			e := core.Entry{Number: i + 1, URL: fmt.Sprintf("https://a.example/%d", i), Title: fmt.Sprintf("Page %d", i), Tags: []string{"go"}, Private: core.No, Created: noon}
			if !yield(e, nil) {
				return
			}
		}
	}
	_, err := w.library.Import(t.Context(), entries, core.ImportOptions{}, nil)
	require.NoError(t, err)
	w.failing = func(call int) error {
		if call == 3 {
			return errors.New("the line is cut")
		}
		return nil
	}
	_, err = w.step("")
	require.ErrorContains(t, err, "could not be reached")
	require.ErrorContains(t, err, "publish again to go on")
	require.Equal(t, 1000, w.ledger().Acknowledged(), "what was acknowledged is written down")
	p := w.look("")
	require.Equal(t, 700, p.New)
	require.True(t, p.Large, "so many are not sent unseen")
	report, err := w.step("")
	require.NoError(t, err)
	require.Equal(t, 700, report.Sent)
	require.Len(t, w.there(), 1700)
}

// TestLongDescriptionsGoOutThoughTheyFillARequest publishes texts that together
// are more than a server takes at once, and of letters that take two bytes each.
func TestLongDescriptionsGoOutThoughTheyFillARequest(t *testing.T) {
	w := newWorld(t)
	for i, letter := range []string{"a", "a", "a", "a", "<", `"`, "<"} {
		b := bookmark(fmt.Sprintf("https://long.example/%d", i), "Long")
		b.Description = strings.Repeat(letter, 199_000)
		w.save(b)
	}
	report, err := w.step("")
	require.NoError(t, err)
	require.Equal(t, 7, report.Sent)
	require.Empty(t, report.Refused)
	require.Len(t, w.there(), 7)
}

func TestTheLedgerIsWrittenAnewAndForgotten(t *testing.T) {
	w := newWorld(t)
	for i := range 150 { // more steps than a ledger has pages
		w.save(bookmark(fmt.Sprintf("https://a.example/%d", i%40), fmt.Sprintf("Title %d", i), "go"))
		report, err := w.step("")
		require.NoError(t, err)
		require.Equal(t, publish.Report{Sent: 1}, report)
	}
	require.Len(t, w.there(), 40)
	require.Equal(t, 40, w.ledger().Acknowledged())
	require.Less(t, len(w.medium.Names()), 70)
	other, err := publish.OpenLedger(t.Context(), w.medium.Open(), w.home+" somebody else")
	require.NoError(t, err)
	require.Zero(t, other.Acknowledged())
	require.NoError(t, publish.Forget(t.Context(), w.medium.Open(), w.home+" jm"))
	require.Equal(t, 40, w.look("").New)
}

func TestTwoWindowsPublishingLoseNothing(t *testing.T) {
	w := newWorld(t)
	w.save(bookmark("https://a.example/", "A", "go"))
	late := w.ledger()
	p, err := publish.Look(t.Context(), w.all(""), late)
	require.NoError(t, err)
	_, err = w.step("")
	require.NoError(t, err)
	_, err = publish.Step(t.Context(), w.all(""), late, p, w.send, func(int, int) {})
	require.Equal(t, core.Conflict, core.CodeOf(err))
	require.ErrorContains(t, err, "Another window is publishing")
	require.Equal(t, 1, w.ledger().Acknowledged())
}

func TestWhatTheServerSaysIsExplained(t *testing.T) {
	w := newWorld(t)
	w.save(bookmark("https://a.example/", "A", "go"))
	l := w.ledger()
	p, err := publish.Look(t.Context(), w.all(""), l)
	require.NoError(t, err)
	for _, c := range []struct {
		status int
		answer string
		err    error
		says   string
	}{
		{401, "", nil, "does not know this token"},
		{404, "", nil, "no Pinfold server answers"},
		{429, "", nil, "called less often"},
		{500, "", nil, "The server failed"},
		{200, `{"result_code":"something went wrong"}`, nil, "something went wrong"},
		{200, `<html>`, nil, "answered something else"},
		{0, "", errors.New("no route"), "could not be reached"},
	} {
		send := func(context.Context, []byte) (int, []byte, error) { return c.status, []byte(c.answer), c.err }
		_, err := publish.Step(t.Context(), w.all(""), l, p, send, func(int, int) {})
		require.ErrorContains(t, err, c.says)
		require.Zero(t, w.ledger().Acknowledged(), "what was not acknowledged is not believed")
	}
	refusing := func(context.Context, []byte) (int, []byte, error) {
		return 200, []byte(`{"result_code":"done","written":0,"deleted":0,"refused":[{"href":"https://a.example/","result_code":"missing url"}]}`), nil
	}
	report, err := publish.Step(t.Context(), w.all(""), l, p, refusing, func(int, int) {})
	require.NoError(t, err)
	require.Equal(t, []publish.Refusal{{URL: "https://a.example/", Reason: "missing url"}}, report.Refused)
	require.Zero(t, report.Sent)
	require.Equal(t, 1, w.look("").New, "what was refused is tried again")
}

func TestADamagedLedgerIsToldAndNothingIsSent(t *testing.T) {
	w := newWorld(t)
	w.save(bookmark("https://a.example/", "A", "go"))
	_, err := w.step("")
	require.NoError(t, err)
	for _, name := range w.medium.Names() {
		if strings.HasPrefix(name, "published/") {
			w.medium.Damage(name, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}
	}
	_, err = publish.OpenLedger(t.Context(), w.medium.Open(), w.home+" jm")
	require.Equal(t, core.Corrupt, core.CodeOf(err))
	require.ErrorContains(t, err, "Forget this server")
	require.NoError(t, publish.Forget(t.Context(), w.medium.Open(), w.home+" jm"), "as it says")
	require.Equal(t, 1, w.look("").New)
}

func TestNoMoreIsSentThanWasSeen(t *testing.T) {
	w := newWorld(t)
	page := bookmark("https://a.example/", "One", "go")
	w.save(page)
	_, err := w.step("")
	require.NoError(t, err)
	page.Private = true
	w.save(page)
	w.save(bookmark("https://b.example/", "Seen", "go"))
	imported := false
	report, err := w.stepBy("", func(ctx context.Context, body []byte) (int, []byte, error) {
		for i := 0; i < 101 && !imported; i++ { // while the deletion is under way
			w.save(bookmark(fmt.Sprintf("https://unseen.example/%d", i), "Unseen", "go"))
		}
		imported = true
		return w.send(ctx, body)
	})
	require.NoError(t, err)
	require.Equal(t, publish.Report{Sent: 1, Deleted: 1}, report)
	require.NotContains(t, w.sent.String(), "unseen")
	require.True(t, w.look("").Large, "they wait for a person")
}
