package e2e

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func TestTagsKeepTheirOrderWhateverSeparatesThem(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("zebra,apple #Streams ")
		p.write("\u3000")
		p.write("mango ZEBRA cafe\u0301 caf\u00e9")
		p.press("Enter")
		require.Equal(s.t, []string{"zebra", "apple", "streams", "mango", "café"}, s.saved(asker, "/plain").Tags,
			"each once, in the library's spelling")
	})
}

func TestPastedTagsAreSplitByTheirOwnSeparator(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/plain")
		for text, want := range map[string]string{
			"open source, wasm,go": "open-source wasm go", "one\ntwo\tthree": "one two three", "a b": "",
			"go, open source\nrust,\tcli": "go open-source rust cli",
		} {
			eval[any](p, `(text) => {
				const field = document.getElementById("tags");
				field.value = "";
				field.focus();
				const data = new DataTransfer();
				data.setData("text/plain", text);
				field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, dataType: "text/plain", data: text, bubbles: true, cancelable: true}));
			}`, text)
			require.Equal(s.t, want, p.value("@Tags"), "what has neither comma nor line break is the browser's to paste")
		}
	})
}

func TestTheTagTypedIsSavedThoughALongerOneIsListed(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("data")
		p.lists("databases", "data-structures")
		p.press("Enter")
		require.Equal(s.t, []string{"data"}, s.saved(asker, "/plain").Tags)
	})
}

func TestCompletingInsideAWordReplacesTheWholeWord(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("strange go")
		p.press("Home", "ArrowRight", "ArrowRight", "ArrowRight", "Backspace")
		p.write("r")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Tab")
		p.holds("@Tags", "streams go")
		require.Equal(s.t, 8, eval[int](p, `() => document.getElementById("tags").selectionStart`))
		p.press("Control+z")
		p.holds("@Tags", "strange go")
	})
}

// engineLists types the last letter again until the list is the engine's, which
// has a frame's time for it: on a busy machine a list is the small table's.
func (p *page) engineLists(tags ...string) {
	p.s.t.Helper()
	require.NoError(p.s.t, browser.Until(p.s.ctx, "the engine's list", func() (bool, error) {
		err := p.Press(p.s.ctx, "Backspace", "r")
		if err != nil {
			return false, err
		}
		if _, err := p.Eval(p.s.ctx, `() => new Promise((later) => { setTimeout(later, 100); })`); err != nil {
			return false, err
		}
		return browser.Truth(p.s.ctx, p.Page, listed, tags)
	}))
}

func TestAListOnceShownDoesNotChangeAndTypedTagsAreNotInIt(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(append(usual(), saying{"url": "https://e.example/", "title": "E", "tags": []string{"rare", "strings"}},
			saying{"url": "https://f.example/", "title": "F", "tags": []string{"rare", "strings"}},
			saying{"url": "https://g.example/", "title": "G", "tags": []string{"streams"}},
			saying{"url": "https://h.example/", "title": "H", "tags": []string{"streams"}})...)
		p := s.popupOn("/plain")
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Backspace", "Backspace", "Backspace")
		p.lists()
		p.until("the engine's answer", `() => document.querySelector("#chips").childElementCount + document.querySelector("#recent").childElementCount`)
		p.write("rare str")
		p.engineLists("strings", "streams", "data-structures", "infrastructure")
		p.press("Escape")
		p.write(" strings str")
		p.lists("streams", "data-structures", "infrastructure")
		seen := eval[[]string](p, `async () => {
			const list = document.getElementById("tag-list");
			const seen = new Set();
			const look = () => seen.add(list.textContent);
			const watch = new MutationObserver(look);
			look();
			watch.observe(list, {childList: true, subtree: true, characterData: true});
			await new Promise((rest) => { setTimeout(rest, 300); });
			watch.disconnect();
			return [...seen];
		}`)
		require.Len(s.t, seen, 1)
	})
}

func TestArrowDownInAnEmptyFieldListsTheSuggestions(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/streams")
		p.until("chips", `() => document.querySelectorAll("#chips .chip").length > 1`)
		chips := eval[[]string](p, `() => [...document.querySelectorAll("#chips .chip")].map((e) => e.textContent)`)
		p.press("ArrowDown")
		p.lists(chips...)
		p.press("ArrowDown", "Enter")
		p.holds("@Tags", chips[1]+" ")
		p.press("Enter")
		require.Equal(s.t, chips[1:2], s.saved(asker, "/streams").Tags)
	})
}

func TestTheTagFieldIsAComboboxThatSaysHowManyThereAre(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/plain")
		const state = `() => {
			const e = document.getElementById("tags");
			const list = document.getElementById(e.getAttribute("aria-controls"));
			return [e.role ?? e.getAttribute("role"), e.getAttribute("aria-expanded"), e.getAttribute("aria-autocomplete"),
				list.getAttribute("role"), String(list.hidden), document.querySelector(".tagfield [role=status]").textContent];
		}`
		require.Equal(s.t, []string{"combobox", "false", "list", "listbox", "true", ""}, eval[[]string](p, state))
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		require.Equal(s.t, []string{"combobox", "true", "list", "listbox", "false", "4 suggestions"}, eval[[]string](p, state))
	})
}

func TestTheTableAndTheEngineCompleteAlike(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		_ = ask[bookmark](asker, "save", map[string]any{"touched": []string{"tags"}, "bookmark": saying{
			"url": "https://z.example/", "title": "Z",
			"tags": []string{"C++", "c#", "data", "DataBase.v2", "node:streams", "mestré", "STR", "a-b_c", "日本語", "日本"},
		}})
		_ = ask[bookmark](asker, "save", map[string]any{"touched": []string{"tags"}, "bookmark": saying{
			"url": "https://y.example/", "title": "Y", "tags": []string{"x/str"},
		}})
		s.tabled(asker, 5)
		p := s.open("popup.html?url=https://q.example/&title=Q")
		for _, text := range []string{"s", "st", "str", "STR", "data", "c", "c+", "c#", "b", "v2", "日", "本", "zzz", "_c", "stream", "node:", "ta"} {
			for _, typed := range [][]string{{}, {"x/str"}} {
				table := eval[[]string](p, `async (text, typed) => {
					const {hints} = await (globalThis.browser ?? chrome).storage.local.get("hints");
					const {completeFrom} = await import("./hints.js");
					return completeFrom(hints.rows, text, typed, 7).map(({tag, count}) => tag + " " + count);
				}`, text, typed)
				engine := []string{}
				for _, c := range ask[[]struct {
					Tag   string
					Count int
				}](p, "complete", map[string]any{"text": text, "tags": typed, "limit": 7}) {
					engine = append(engine, c.Tag+" "+strconv.Itoa(c.Count))
				}
				require.Equal(s.t, engine, table, "%q beside %q", text, typed)
			}
		}
	})
}

func TestAListIsForTheWordItWasShownForAndNoOther(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("zebra str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Home", "Tab")
		require.Equal(s.t, "zebra str", p.value("@Tags"))
		p.lists()
	})
}

func TestASuggestionTakenBeforeATagLeavesThatTag(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/streams")
		p.until("chips", `() => document.querySelectorAll("#chips .chip").length > 1`)
		first := eval[string](p, `() => document.querySelector("#chips .chip").textContent`)
		p.write("zebra ")
		p.press("Home", "ArrowDown", "Enter")
		require.Equal(s.t, first+" zebra ", p.value("@Tags"))
	})
}
