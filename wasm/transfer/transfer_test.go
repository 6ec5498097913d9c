package transfer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/wasm/transfer"
)

const fixtures = "../../testdata/fixtures"

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// A source is a file in memory; failing breaks it in its middle.
type source struct {
	*bytes.Reader
	failing error
}

func (s *source) Size() int { return int(s.Reader.Size()) }
func (s *source) At() int   { return int(s.Reader.Size()) - s.Len() }

func (s *source) Read(p []byte) (int, error) {
	if s.failing != nil && s.At() > s.Size()/2 {
		return 0, s.failing
	}
	return s.Reader.Read(p[:min(len(p), 4096)])
}

// A world is a library and what a job over it has said.
type world struct {
	t       *testing.T
	library *core.Library
	now     time.Time
	events  []map[string]any
	onEvent func()
	chunks  bytes.Buffer
}

func newWorld(t *testing.T, pause func(context.Context) error) *world {
	source := rand.NewChaCha8([32]byte{1})
	l, err := core.Open(context.Background(), memstore.New().Open(), core.Options{
		Now:    func() time.Time { return noon },
		Pause:  pause,
		Random: func(p []byte) { source.Read(p) },
	})
	require.NoError(t, err)
	return &world{t: t, library: l, now: noon}
}

// run runs a method; every look at the clock is a tenth of a second later, so
// that every progress message is told.
func (w *world) run(ctx context.Context, method string, params map[string]any, file *source) (map[string]any, error) {
	w.t.Helper()
	w.chunks.Reset()
	w.events = nil
	job := transfer.Job{
		Library: w.library,
		Now: func() time.Time {
			w.now = w.now.Add(100 * time.Millisecond)
			return w.now
		},
		Chunk: func(b []byte) error { w.chunks.Write(b); return nil },
		Event: func(text string) {
			event := map[string]any{}
			require.NoError(w.t, json.Unmarshal([]byte(text), &event))
			w.events = append(w.events, event)
			if w.onEvent != nil {
				w.onEvent()
			}
		},
	}
	if file != nil {
		job.Source = file
	}
	raw, err := json.Marshal(params)
	require.NoError(w.t, err)
	text, err := job.Call(ctx, method, string(raw))
	if err != nil {
		return nil, err
	}
	result := map[string]any{}
	require.NoError(w.t, json.Unmarshal([]byte(text), &result))
	return result, nil
}

func (w *world) take(text string, params map[string]any) (map[string]any, error) {
	return w.run(context.Background(), "import", params, &source{Reader: bytes.NewReader([]byte(text))})
}

func (w *world) count() int {
	s, err := w.library.Stats(context.Background())
	require.NoError(w.t, err)
	return s.Bookmarks
}

// many is an export of n bookmarks.
func many(n int) string {
	rows := make([]string, n)
	for i := range rows {
		k := strconv.Itoa(i)
		rows[i] = `{"href":"https://a.example/` + k + `","description":"Title ` + k + `","extended":"Some words about it, and more","tags":"t` + k + ` all","time":"2016-11-01T00:00:00Z","shared":"yes"}`
	}
	return "[" + strings.Join(rows, ",\n") + "]\n"
}

func TestAnImportReportsWhatItDid(t *testing.T) {
	w := newWorld(t, nil)
	r, err := w.take(`[{"href":"https://a.example/","description":"A","tags":"x","time":"2016-11-01T00:00:00Z","shared":"no"},
{"href":"javascript:alert(1)","description":"No","tags":"x"},
{"href":"https://a.example/","description":"Again","tags":"y","time":"2015-11-01T00:00:00Z","shared":"no"},
{"href":"https://b.example/","description":"B","time":"once"}]`, map[string]any{"name": "mine.json"})
	require.NoError(t, err)
	require.Equal(t, "mine.json", r["file"])
	require.Equal(t, "pinboard-json", r["format"])
	require.Equal(t, []any{4.0, 2.0, 1.0, 1.0, 1.0}, []any{r["entries"], r["stored"], r["merged"], r["public"], r["unflagged"]})
	skipped := r["skipped"].([]any)[0].(map[string]any)
	require.Equal(t, []any{2.0, 2.0, "javascript:alert(1)", "No"}, []any{skipped["entry"], skipped["line"], skipped["url"], skipped["title"]})
	require.Contains(t, skipped["reason"], "javascript")
	require.Equal(t, 4.0, r["warnings"].([]any)[0].(map[string]any)["entry"])
	require.Equal(t, 2, w.count())

	_, err = w.library.Undo(context.Background(), uint64(r["change"].(float64)), core.OpID{})
	require.NoError(t, err)
	require.Zero(t, w.count())
}

func TestAPlanSaysItAllAndChangesNothing(t *testing.T) {
	w := newWorld(t, nil)
	r, err := w.take(many(3), map[string]any{"plan": true})
	require.NoError(t, err)
	require.Equal(t, []any{3.0, 3.0, 0.0}, []any{r["stored"], r["public"], r["change"]})
	require.Zero(t, w.count())
	require.Zero(t, w.library.Generation()-1, "the library was made, nothing more")
}

func TestRecordsWithoutAFlagBecomeWhatThePersonChose(t *testing.T) {
	for private, query := range map[bool]string{true: "is:private", false: "is:public"} {
		w := newWorld(t, nil)
		_, err := w.take(`[{"href":"https://a.example/"}]`, map[string]any{"private": private})
		require.NoError(t, err)
		page, err := w.library.Search(context.Background(), core.Search{Query: query, Total: true})
		require.NoError(t, err)
		require.Equal(t, 1, page.Total)
	}
}

func TestProgressGoesForwardToTheEnd(t *testing.T) {
	w := newWorld(t, nil)
	_, err := w.take(many(2000), nil)
	require.NoError(t, err)
	var read, permille float64
	building := 0
	for _, e := range w.events {
		require.GreaterOrEqual(t, e["read"], read)
		require.GreaterOrEqual(t, e["permille"], permille)
		read, permille = e["read"].(float64), e["permille"].(float64)
		if e["writing"] == true {
			building++
		}
	}
	require.Equal(t, w.events[0]["bytes"], read)
	require.Greater(t, building, 5, "building the index is told too")
	require.Greater(t, permille, 500.0)
}

func TestACancelLeavesNothingHalfDone(t *testing.T) {
	for _, writing := range []bool{false, true} {
		ctx, cancel := context.WithCancel(context.Background())
		w := newWorld(t, func(ctx context.Context) error { return ctx.Err() })
		w.onEvent = func() {
			if w.events[len(w.events)-1]["writing"] == writing && len(w.events) > 2 {
				cancel()
			}
		}
		_, err := w.run(ctx, "import", nil, &source{Reader: bytes.NewReader([]byte(many(3000)))})
		require.Equal(t, core.Canceled, core.CodeOf(err), "while writing: %v", writing)
		require.Zero(t, w.count())
		require.Empty(t, w.library.Check(context.Background(), nil))
	}
}

func TestAFileThatCannotBeReadToItsEndIsNotCalledBroken(t *testing.T) {
	w := newWorld(t, nil)
	file := &source{Reader: bytes.NewReader([]byte(many(1000))), failing: errors.New("NotReadableError")}
	_, err := w.run(context.Background(), "import", nil, file)
	require.ErrorContains(t, err, "moved or changed")
	require.Equal(t, core.Invalid, core.CodeOf(err))
	require.Zero(t, w.count())
}

func TestAWrongFileChangesNothingAndSaysWhy(t *testing.T) {
	names, err := filepath.Glob(fixtures + "/wrong/*")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	w := newWorld(t, nil)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		_, err = w.take(string(text), map[string]any{"name": filepath.Base(name)})
		require.Equal(t, core.Invalid, core.CodeOf(err), name)
		var said *core.Error
		require.ErrorAs(t, err, &said, name)
		require.Regexp(t, `\.$`, said.Message, "a sentence with a next step")
	}
	require.Zero(t, w.count())
}

func TestWhatIsRefusedComesBackAsAFileOfItsForm(t *testing.T) {
	w := newWorld(t, nil)
	record := `{"href":"place:sort=8","description":"Most \u00fc visited","mood":"odd"}`
	_, err := w.take(`[{"href":"https://a.example/"}, `+record+`]`, nil)
	require.NoError(t, err)
	require.Equal(t, "["+record+"]\n", w.chunks.String())

	_, err = w.take("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"javascript:alert('x')\" ADD_DATE=\"1478000000\" ICON_URI=\"i\">A &lt;b&gt; let</A>\n<DD>With notes\n</DL>", nil)
	require.NoError(t, err)
	require.Contains(t, w.chunks.String(), "<DT><A HREF=\"javascript:alert('x')\" ADD_DATE=\"1478000000\" ICON_URI=\"i\">A &lt;b&gt; let</A>\n<DD>With notes\n")
	again, err := w.take(w.chunks.String(), nil)
	require.NoError(t, err)
	require.Len(t, again["skipped"], 1, "it reads as what it was")
}

func TestWhatIsRefusedOfATableOrABackupIsReadAgainOnceItIsMended(t *testing.T) {
	w := newWorld(t, nil)
	const row = `{"bookmark":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","url":"example.org/d","title":"D","description":"","tags":[],"created":"2026-01-01T00:00:00.000Z","updated":"2026-01-01T00:00:00.000Z"}}` + "\n"
	for _, c := range []struct{ file, refused string }{
		{"title;url;tags\nA;example.org/a;x\nB;https://b.example/;y\nC;example.org/c;\"z, w\"\n", "title;url;tags\nA;example.org/a;x\nC;example.org/c;z, w\n"},
		{`{"format":"pinfold","version":2,"library":"x","settings":{}}` + "\n" + row, `{"format":"pinfold","version":2,"library":"x","settings":{}}` + "\n" + row},
	} {
		_, err := w.take(c.file, nil)
		require.NoError(t, err)
		require.Equal(t, c.refused, w.chunks.String())
		before := w.count()
		_, err = w.take(strings.ReplaceAll(c.refused, "example.org", "https://mended.example"), nil)
		require.NoError(t, err)
		require.Greater(t, w.count(), before)
	}
}

func TestExportOfAnImportOfAnExportIsTheSame(t *testing.T) {
	for _, name := range []string{"pinboard-json", "netscape"} {
		first, second := newWorld(t, nil), newWorld(t, nil)
		text, err := os.ReadFile(fixtures + "/pinboard/export.json")
		require.NoError(t, err)
		_, err = first.take(string(text), nil)
		require.NoError(t, err)
		r, err := first.run(context.Background(), "export", map[string]any{"format": name}, nil)
		require.NoError(t, err)
		require.EqualValues(t, first.count(), r["bookmarks"])
		written := first.chunks.String()
		_, err = second.take(written, nil)
		require.NoError(t, err)
		_, err = second.run(context.Background(), "export", map[string]any{"format": name}, nil)
		require.NoError(t, err)
		require.Equal(t, written, second.chunks.String(), name)
	}
}

func TestAnExportOfAQueryHoldsWhatItFinds(t *testing.T) {
	w := newWorld(t, nil)
	_, err := w.take(many(300), nil)
	require.NoError(t, err)
	r, err := w.run(context.Background(), "export", map[string]any{"format": "pinboard-json", "query": "#t7"}, nil)
	require.NoError(t, err)
	require.Equal(t, 1.0, r["bookmarks"])
	require.Contains(t, w.chunks.String(), `"href":"https://a.example/7"`)
	_, err = w.run(context.Background(), "export", map[string]any{"format": "netscape"}, nil)
	require.NoError(t, err)
	require.Equal(t, 300.0, w.events[0]["total"])
}

func TestAnExportOfChosenBookmarksHoldsThese(t *testing.T) {
	w := newWorld(t, nil)
	_, err := w.take(many(300), nil)
	require.NoError(t, err)
	found, err := w.library.Search(context.Background(), core.Search{Query: "#t7 OR #t9", Limit: 2})
	require.NoError(t, err)
	ids := []string{found.Bookmarks[1].ID.String(), found.Bookmarks[0].ID.String()}
	r, err := w.run(context.Background(), "export", map[string]any{"format": "markdown", "ids": ids}, nil)
	require.NoError(t, err)
	require.Equal(t, 2.0, r["bookmarks"])
}

// TestWhatIsNoLongerPublicDoesNotWaitForWhatIsNew keeps a server in step while
// much is new, which a person has to see first.
func TestWhatIsNoLongerPublicDoesNotWaitForWhatIsNew(t *testing.T) {
	w := newWorld(t, nil)
	var last string
	job := transfer.Job{Library: w.library, Now: func() time.Time { return noon }, Published: memstore.New().Open(),
		Send: func(_ context.Context, body []byte) (int, []byte, error) {
			last = string(body)
			return 200, []byte(`{"result_code":"done","written":` + strconv.Itoa(strings.Count(last, `"href"`)) + `}`), nil
		}}
	save := func(i int, private bool) {
		_, err := w.library.Save(t.Context(), core.Save{Touched: core.AllFields, Bookmark: core.Bookmark{
			URL: "https://a.example/" + strconv.Itoa(i), Title: "A page", Created: noon, Private: private}})
		require.NoError(t, err)
	}
	keep := func() string {
		text, err := job.Call(t.Context(), "publish", `{"who":"https://pins.example/ jm","query":"","auto":true}`)
		require.NoError(t, err)
		return text
	}
	save(0, false)
	save(1, false)
	require.Contains(t, keep(), `"done":true`)
	save(0, true)
	for i := range 101 {
		save(2+i, false)
	}
	last = ""
	require.Contains(t, keep(), `"done":false`, "so many are not sent unseen")
	require.Equal(t, `{"add":[],"delete":["https://a.example/0"]}`, last)
}

// TestMoreThanWasSeenIsShownAnew: what was imported since a person looked is not
// sent by a press that was for less.
func TestMoreThanWasSeenIsShownAnew(t *testing.T) {
	w := newWorld(t, nil)
	calls := 0
	job := transfer.Job{Library: w.library, Now: func() time.Time { return noon }, Published: memstore.New().Open(),
		Send: func(context.Context, []byte) (int, []byte, error) { calls++; return 500, nil, nil }}
	for i := range 260 {
		_, err := w.library.Save(t.Context(), core.Save{Touched: core.AllFields, Bookmark: core.Bookmark{
			URL: "https://a.example/" + strconv.Itoa(i), Title: "A page", Created: noon}})
		require.NoError(t, err)
	}
	text, err := job.Call(t.Context(), "publish", `{"who":"https://pins.example/ jm","query":"","auto":false,"seen":{"new":150,"gone":0}}`)
	require.NoError(t, err)
	require.Contains(t, text, `"done":false`)
	require.Zero(t, calls)
	_, err = job.Call(t.Context(), "publish", `{"who":"https://pins.example/ jm","query":"","auto":false,"seen":{"new":260,"gone":0}}`)
	require.Error(t, err, "what was seen is sent, to a server that fails")
	require.NotZero(t, calls)
}
