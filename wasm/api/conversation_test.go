package api_test

import (
	"context"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/wasm/api"
)

var update = flag.Bool("update", false, "write the answers into the golden file")

// newEngine returns an engine over an empty library whose clock gains a second
// at each look and whose ids are always the same.
func newEngine() *api.Engine {
	source := rand.NewChaCha8([32]byte{7})
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	return api.New(func(ctx context.Context) (*core.Library, error) {
		return core.Open(ctx, memstore.New().Open(), core.Options{
			Now: func() time.Time {
				now = now.Add(time.Second)
				return now
			},
			Random: func(p []byte) { source.Read(p) },
		})
	})
}

// answer calls a method and returns what the page gets, on one line.
func answer(e *api.Engine, name, params string) string {
	out, err := e.Call(context.Background(), name, params, func(string) {})
	if err == nil {
		return "< " + out
	}
	line := "! " + string(core.CodeOf(err)) + " " + api.ErrorMessage(err)
	if id := api.ErrorID(err); id != "" {
		line += " " + id
	}
	return line
}

// TestAConversation holds every method to its answers: the file has calls,
// "> method params", each followed by its answer. $1 is the id of the first
// bookmark that was saved, and so on. With -update the answers are written
// anew, to be read before they are believed.
func TestAConversation(t *testing.T) {
	const path = "testdata/conversation.txt"
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	e := newEngine()
	var ids, lines []string
	called := make(map[string]bool)
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		call, ok := strings.CutPrefix(line, "> ")
		if !ok {
			if line == "" || line[0] == '#' {
				lines = append(lines, line)
			}
			continue
		}
		name, params, _ := strings.Cut(call, " ")
		called[name] = true
		for i := len(ids); i > 0; i-- {
			params = strings.ReplaceAll(params, "$"+string(rune('0'+i)), ids[i-1])
		}
		got := answer(e, name, params)
		if name == "save" && got[0] == '<' {
			ids = append(ids, regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(got)[1])
		}
		if got[0] == '<' {
			require.True(t, json.Valid([]byte(got[2:])), got)
		}
		lines = append(lines, line, got)
	}
	for _, name := range api.Methods() {
		require.True(t, called[name], "nobody asks %s", name)
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	require.Equal(t, string(raw), got)
}

func TestWhateverAPageSendsGetsAnAnswerOrASentence(t *testing.T) {
	params := []string{
		``, `null`, `0`, `"x"`, `[]`, `{`, `{"a"}`, "\x00", `{"id":5}`, `{"id":"x"}`, `{"ids":"x"}`, `{"ids":["x"]}`, `{"ids":[null,{}]}`,
		`{"query":["x"],"limit":"many","offset":{}}`, `{"query":"","limit":-1,"offset":-1}`, `{"query":"","limit":9223372036854775807,"offset":9223372036854775807}`,
		`{"query":"x","limit":9223372036854775807,"offset":9223372036854775807,"want":["total","tags","near","hint"]}`,
		`{"bookmark":5}`, `{"bookmark":{"url":5}}`, `{"bookmark":{"url":"https://example.org/","created":"soon"}}`, `{"bookmark":{"url":"https://example.org/","id":"x"}}`,
		`{"bookmark":{"url":"javascript:alert(1)"}}`, `{"change":-1}`, `{"change":18446744073709551615}`, `{"change":1e300}`, `{"from":"","to":""}`, `{"tag":5}`, `{"text":5,"tags":5}`,
		`{"url":5}`, `{"filter":"none"}`, `{"set":{"":true}}`, `{"set":[]}`, `{"before":-1,"limit":-5}`, strings.Repeat("[", 10_000),
	}
	for _, name := range append(api.Methods(), "", "noSuchMethod", "constructor") {
		e := newEngine()
		for _, url := range []string{"https://example.org/1", "https://example.org/2"} {
			require.Equal(t, "<", answer(e, "save", `{"bookmark":{"url":"`+url+`","title":"x","tags":["x"]}}`)[:1])
		}
		for _, p := range params {
			out, err := e.Call(context.Background(), name, p, nil)
			if err == nil {
				require.True(t, json.Valid([]byte(out)), "%s %s: %s", name, p, out)
				continue
			}
			code := core.CodeOf(err)
			require.Contains(t, []core.Code{core.Invalid, core.NotFound, core.Duplicate}, code, "%s %.60s: %v", name, p, err)
			require.Regexp(t, `(?s)^[A-Z].*[.!]$`, api.ErrorMessage(err), "%s %.60s", name, p)
		}
	}
}

func TestALibraryMayBeCalledNo(t *testing.T) {
	e := newEngine()
	answer(e, "settings", `{"set":{"name":"no","private":true}}`)
	require.Equal(t, `< {"name":"no","private":true}`, answer(e, "settings", `{}`))
}

func TestALibraryThatDoesNotOpenIsAskedForAgain(t *testing.T) {
	tries := 0
	e := api.New(func(ctx context.Context) (*core.Library, error) {
		if tries++; tries == 1 {
			return nil, &core.Error{Code: core.Closed, Message: "The library is closed. Try again."}
		}
		source := rand.NewChaCha8([32]byte{1})
		return core.Open(ctx, memstore.New().Open(), core.Options{Now: time.Now, Random: func(p []byte) { source.Read(p) }})
	})
	_, err := e.Call(context.Background(), "stats", "{}", nil)
	require.Equal(t, core.Closed, core.CodeOf(err))
	_, err = e.Call(context.Background(), "stats", "{}", nil)
	require.NoError(t, err)
}

func TestACallThatIsCanceledSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := newEngine().Call(ctx, "save", `{"bookmark":{"url":"https://example.org/"}}`, nil)
	require.Equal(t, core.Canceled, core.CodeOf(err))
	require.Equal(t, "This was canceled; nothing was changed.", api.ErrorMessage(err))
}
