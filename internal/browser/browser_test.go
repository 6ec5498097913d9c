package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const patience = 60 * time.Second

// each runs a test in both browsers, with the small extension of testdata.
func each(t *testing.T, test func(ctx context.Context, t *testing.T, b Browser, o Options)) {
	for name, launch := range map[string]func(context.Context, Options) (Browser, error){
		"chromium": Chromium, "firefox": Firefox,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			o := Options{Extension: "testdata/small", Profile: t.TempDir()}
			b, err := launch(ctx, o)
			require.NoError(t, err)
			defer b.Kill()
			test(ctx, t, b, o)
		})
	}
}

func page(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<!doctype html><title>A page</title><p>Words"))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/a"
}

func text(ctx context.Context, t *testing.T, p Page, script string, args ...any) string {
	raw, err := p.Eval(ctx, script, args...)
	require.NoError(t, err)
	var s string
	require.NoError(t, json.Unmarshal(raw, &s))
	return s
}

func TestARealPopupOnARealPage(t *testing.T) {
	address := page(t)
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		on, err := b.Open(ctx, address)
		require.NoError(t, err)
		p, err := b.Popup(ctx, on)
		require.NoError(t, err)
		require.NoError(t, Until(ctx, "the tab's address", func() (bool, error) {
			return Truth(ctx, p, `() => document.querySelector("#tab")?.textContent`)
		}))
		require.Equal(t, address, text(ctx, t, p, `() => document.querySelector("#tab").textContent`))
		require.NoError(t, Until(ctx, "the focus", func() (bool, error) {
			return Truth(ctx, p, `() => document.hasFocus() && document.activeElement?.id === "field"`)
		}))
		require.NoError(t, p.Type(ctx, "go Ünd 1"))
		require.Equal(t, "go Ünd 1", text(ctx, t, p, `() => document.querySelector("#field").value`))
		require.NoError(t, p.Press(ctx, "Control+a"))
		require.Equal(t, "a KeyA 65 true true", text(ctx, t, p, `() => document.querySelector("#field").dataset.last`))
		require.NoError(t, p.Click(ctx, "#press"))
		require.Equal(t, "true true", text(ctx, t, p, `() => document.querySelector("#pressed").textContent`))
		require.NoError(t, p.Click(ctx, "#field"))
		require.NoError(t, p.Press(ctx, "Enter"))
		require.NoError(t, Until(ctx, "the popup to close", func() (bool, error) {
			list, err := b.Pages(ctx)
			return len(list) > 0 && !contains(list, b.Address()+"popup.html"), err
		}))
	})
}

func contains(list []string, want string) bool {
	for _, s := range list {
		if s == want {
			return true
		}
	}
	return false
}

func TestTheBackgroundStopsAndWakes(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		for range 2 {
			require.Equal(t, "heard me", text(ctx, t, p, `() => (globalThis.browser ?? chrome).runtime.sendMessage("me")`))
			runs, err := b.BackgroundRuns(ctx)
			require.NoError(t, err)
			require.True(t, runs)
			raw, err := b.Background(ctx, `(n) => globalThis.started && n + 1`, 1)
			require.NoError(t, err)
			require.Equal(t, "2", string(raw))
			require.NoError(t, b.StopBackground(ctx))
			runs, err = b.BackgroundRuns(ctx)
			require.NoError(t, err)
			require.False(t, runs)
		}
		require.Empty(t, b.Errors())
	})
}

// insist asks the background until it has answered, and again when it has gone.
const insist = `() => {
	const ask = () => {
		const port = (globalThis.browser ?? chrome).runtime.connect({name: "slow"});
		port.onMessage.addListener(() => { document.body.dataset.answered = "yes"; });
		port.onDisconnect.addListener(() => { if (!document.body.dataset.answered) ask(); });
	};
	ask();
}`

// TestTheBackgroundStopsUnderAPageThatInsists has a debugger at the background
// too, as offline: what starts again keeps its name then.
func TestTheBackgroundStopsUnderAPageThatInsists(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		require.Equal(t, "heard me", text(ctx, t, p, `() => (globalThis.browser ?? chrome).runtime.sendMessage("me")`))
		require.NoError(t, b.Offline(ctx, true))
		_, err = p.Eval(ctx, insist)
		require.NoError(t, err)
		require.NoError(t, b.StopBackground(ctx))
		require.NoError(t, Until(ctx, "an answer", func() (bool, error) {
			return Truth(ctx, p, `() => document.body.dataset.answered`)
		}))
	})
}

func TestAPageAsAPersonSeesIt(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		for width := 360; width < 400; width += 10 {
			require.NoError(t, p.Viewport(ctx, width, 500))
			require.Equal(t, fmt.Sprintf("%d × 500", width), text(ctx, t, p, `() => innerWidth + " × " + innerHeight`))
		}
		for _, m := range []Media{{Dark: true}, {ForcedColors: true}, {LessMotion: true}, {Touch: true}, {}} {
			require.NoError(t, p.Media(ctx, m))
			require.NoError(t, Until(ctx, "the media", func() (bool, error) {
				return Truth(ctx, p, `(...want) => want.every((is, i) => is === matchMedia(["(prefers-color-scheme: dark)",
					"(forced-colors: active)", "(prefers-reduced-motion: reduce)", "(pointer: coarse)"][i]).matches)`, m.Dark, m.ForcedColors, m.LessMotion, m.Touch)
			}), "%+v", m)
		}
		shot, err := p.Screenshot(ctx)
		require.NoError(t, err)
		require.Equal(t, "\x89PNG", string(shot[:4]))
	})
}

// TestWhatMovesUnderThePointerIsPressedAllTheSame has a button step aside when
// the pointer first comes near.
func TestWhatMovesUnderThePointerIsPressedAllTheSame(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		_, err = p.Eval(ctx, `() => {
			const button = document.createElement("button");
			button.id = button.textContent = "shy";
			button.style.cssText = "position: fixed; left: 0; top: 0";
			button.onclick = () => { button.textContent = "pressed"; };
			document.body.append(button);
			document.addEventListener("pointermove", () => { button.style.left = "200px"; }, {once: true});
		}`)
		require.NoError(t, err)
		require.NoError(t, p.Click(ctx, "#shy"))
		require.Equal(t, "pressed", text(ctx, t, p, `() => document.getElementById("shy").textContent`))
	})
}

func TestOfflineMeansOffline(t *testing.T) {
	address := page(t)
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, address)
		require.NoError(t, err)
		const reach = `() => fetch("/b?" + Math.random()).then(() => "reached", () => "cut off")`
		require.Equal(t, "reached", text(ctx, t, p, reach))
		require.NoError(t, b.Offline(ctx, true))
		require.Equal(t, "cut off", text(ctx, t, p, reach))
		require.NoError(t, b.Offline(ctx, false))
		require.Equal(t, "reached", text(ctx, t, p, reach))
	})
}

func TestAProfileOutlivesItsBrowser(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, o Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		_, err = p.Eval(ctx, `() => new Promise((ok, no) => {
			const open = indexedDB.open("kept");
			open.onupgradeneeded = () => open.result.createObjectStore("s");
			open.onerror = no;
			open.onsuccess = () => {
				const tx = open.result.transaction("s", "readwrite", {durability: "strict"});
				tx.objectStore("s").put("here", 1);
				tx.oncomplete = () => ok(true);
			};
		})`)
		require.NoError(t, err)
		socket, _ := os.Readlink(filepath.Join(o.Profile, "SingletonSocket")) // Firefox has none
		b.Kill()
		if socket != "" {
			require.NoDirExists(t, filepath.Dir(socket))
		}

		launch := map[string]func(context.Context, Options) (Browser, error){"chromium": Chromium, "firefox": Firefox}[b.Name()]
		again, err := launch(ctx, o)
		require.NoError(t, err)
		defer again.Kill()
		require.Equal(t, b.Address(), again.Address())
		p, err = again.Open(ctx, again.Address()+"popup.html")
		require.NoError(t, err)
		require.Equal(t, "here", text(ctx, t, p, `() => new Promise((ok, no) => {
			const open = indexedDB.open("kept");
			open.onerror = no;
			open.onsuccess = () => {
				const get = open.result.transaction("s").objectStore("s").get(1);
				get.onsuccess = () => ok(get.result);
			};
		})`))
		again.Close()
	})
}

func TestErrorsOfAPageAreHeard(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		_, err = p.Eval(ctx, `() => { setTimeout(() => { throw new Error("thrown") }) }`)
		require.NoError(t, err)
		_, err = p.Eval(ctx, `() => { document.body.setAttribute("onclick", "alert(1)"); document.body.click() }`)
		require.NoError(t, err)
		require.NoError(t, Until(ctx, "two reports", func() (bool, error) { return len(b.Errors()) >= 2, nil }))
	})
}

func TestTheAddressBarSuggests(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		require.NoError(t, b.StopBackground(ctx))
		list, err := b.AddressBar(ctx, "sm", "words")
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Contains(t, list[0], "About words")
	})
}

// TestAFirefoxThatDidNotAnswerIsAskedAgain has it wait for what never comes, as
// one that is short of the machine does.
func TestAFirefoxThatDidNotAnswerIsAskedAgain(t *testing.T) {
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		f, ok := b.(*firefox)
		if !ok {
			return // Chromium's answers have numbers
		}
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		err := f.tools.call(short, "WebDriver:ExecuteAsyncScript", map[string]any{"script": "void 0", "args": []any{}, "sandbox": "system"}, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, ErrGone)
		require.NoError(t, Until(ctx, "an answer", func() (bool, error) { return f.BackgroundRuns(ctx) }))
		p, err := b.Open(ctx, b.Address()+"popup.html")
		require.NoError(t, err)
		require.Equal(t, "heard me", text(ctx, t, p, `() => (globalThis.browser ?? chrome).runtime.sendMessage("me")`))
	})
}

func TestAPageThatNeverAnswersCanBeAskedAgain(t *testing.T) {
	address := page(t)
	each(t, func(ctx context.Context, t *testing.T, b Browser, _ Options) {
		p, err := b.Open(ctx, address)
		require.NoError(t, err)
		short, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		_, err = p.Eval(short, `() => new Promise(() => {})`)
		require.Error(t, err)
		require.Equal(t, "A page", text(ctx, t, p, `() => document.title`))
	})
}

func TestAFirefoxThatStartsFromACacheHasItsOwnProfile(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cache := filepath.Join(t.TempDir(), "cache")
	require.NoError(t, StartupCache(ctx, "testdata/small", "popup.html", cache))
	require.NotEmpty(t, files(t, filepath.Join(cache, cacheDir)))
	o := Options{Extension: "testdata/small", Profile: t.TempDir(), Cache: cache}
	b, err := Firefox(ctx, o)
	require.NoError(t, err)
	defer b.Kill()
	p, err := b.Open(ctx, b.Address()+"popup.html")
	require.NoError(t, err)
	require.Equal(t, b.Address()+"popup.html", text(ctx, t, p, `() => location.href`))
	require.FileExists(t, filepath.Join(o.Profile, cacheVersion))
}

func TestAFirefoxThatCannotStartIsSaidToHaveEnded(t *testing.T) {
	_, err := Firefox(t.Context(), Options{Extension: "testdata/small", Profile: t.TempDir(), Window: true, Env: []string{"DISPLAY=:none"}})
	require.ErrorIs(t, err, errEnded)
}

func files(t *testing.T, dir string) []os.DirEntry {
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	return list
}
