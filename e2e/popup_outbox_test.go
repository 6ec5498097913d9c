package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// becomes waits for a page of the site to be in the library with one tag.
func (s *session) becomes(asker *page, path, tag string) {
	s.t.Helper()
	asker.until(path+" to be saved", `(url, tag) => new Promise((answer) => {
		const port = (globalThis.browser ?? chrome).runtime.connect({name: "page"});
		port.onDisconnect.addListener(() => answer(false));
		port.onMessage.addListener((m) => {
			if (m.id !== 1) return;
			port.disconnect();
			answer(JSON.parse(m.result ?? "{}").exact?.tags.join() === tag);
		});
		port.postMessage({id: 1, method: "byUrl", params: {url}});
	})`, s.site.at(path), tag)
}

// sendless waits for storage to hold no save that is under way.
func (s *session) sendless(asker *page) {
	s.t.Helper()
	asker.until("nothing under way", `async () => (await (globalThis.browser ?? chrome).storage.local.get("sending")).sending === undefined`)
}

// saves counts the changes that saved a page with a title.
func saves(asker *page, title string) int {
	asker.s.t.Helper()
	n := 0
	for _, c := range ask[struct {
		Changes []struct{ Kind, Title string }
	}](asker, "history", map[string]any{"limit": 50}).Changes {
		if c.Title == title && c.Kind == "save" {
			n++
		}
	}
	return n
}

func TestAPopupClosedAndABackgroundKilledAtOnceHaveSavedOnce(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		for i := range 10 {
			path := fmt.Sprintf("/plain?n=%d", i)
			p := s.popupOn(path)
			p.read()
			p.write("kept")
			if i%3 == 2 { // it is dead already when Enter is pressed
				s.cold()
			}
			p.enter()
			if i%2 == 0 {
				_ = p.Close(s.ctx) // it may have closed by itself
				s.cold()
			} else {
				s.cold()
				_ = p.Close(s.ctx)
			}
			s.gone()
			s.becomes(asker, path, "kept")
			s.sendless(asker)
			s.draftless(asker)
			require.Equal(s.t, i+1, saves(asker, "A plain page"), "each page is saved by one change")
		}
	})
}

// TestADraftThatIsReadWhileItsSaveIsUnderWayIsNotWrittenAgain lets the draft of
// before come after Enter, as a background that wakes slowly does. In Chromium
// only: Firefox's driver has modules of its own.
func TestADraftThatIsReadWhileItsSaveIsUnderWayIsNotWrittenAgain(t *testing.T) {
	s := begin(t, "chromium", browser.Options{})
	asker := s.keeps(usual()...)
	p := s.popupOn("/plain")
	p.read()
	eval[any](p, `async () => {
		const [draft, form] = await Promise.all([import("./draft.js"), import("./form.js")]);
		form.field.tags.value = "kept";
		form.touch("tags");
		draft.pauseDraft();
		await draft.forgetDraft();
		await draft.readDraft();
		await draft.keepDraft();
	}`)
	s.draftless(asker)
}

// sent leaves in storage what a popup leaves that is killed while it saves.
const sent = `(url, op, tags) => (globalThis.browser ?? chrome).storage.local.set({
	["draft " + url]: {fields: {tags: tags.join(" ")}, time: Date.now()},
	sending: {draft: "draft " + url, time: Date.now(),
		params: {bookmark: {url, title: "A plain page", tags, private: true}, touched: ["tags"], quote: "", op}},
})`

// typedOn leaves what a person typed after that save had failed: one tag taken out, another added.
const typedOn = `(url) => (globalThis.browser ?? chrome).storage.local.set({
	["draft " + url]: {fields: {tags: "kept newer "}, time: Date.now() + 1},
})`

func TestADraftWhoseSaveIsDoneVanishes(t *testing.T) {
	const op = "0b5a5e1c-6f0e-4b1e-9d3a-0d6f8f1f2a3b"
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		url := s.site.at("/plain")
		_ = ask[bookmark](asker, "save", map[string]any{
			"bookmark": map[string]any{"url": url, "title": "A plain page", "tags": []string{"kept"}}, "touched": []string{"tags"}, "op": op})
		eval[any](asker, sent, url, op, []string{"kept"})
		p := s.popupOn("/plain")
		p.holds("@Tags", "kept ")
		p.hides("discard")
		s.draftless(asker)
		require.Equal(s.t, 1, saves(asker, "A plain page"))
	})
}

func TestWhatIsTypedAfterASaveThatFailedOutlivesIt(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		for i, sentBy := range []string{"background", "form"} { // the one when it starts, the other when it opens
			path := "/plain?by=" + sentBy
			eval[any](asker, sent, s.site.at(path), fmt.Sprintf("0b5a5e1c-6f0e-4b1e-9d3a-0d6f8f1f2b%02d", i), []string{"kept", "taken-out"})
			eval[any](asker, typedOn, s.site.at(path))
			if sentBy == "background" {
				s.cold()
				s.becomes(asker, path, "kept,taken-out")
				s.sendless(asker)
			}
			p := s.popupOn(path)
			p.shows("draft · discard")
			p.shows("in the library")
			p.holds("@Tags", "kept newer ")
			s.becomes(asker, path, "kept,taken-out")
			s.sendless(asker)
			p.press("Enter")
			require.Equal(s.t, []string{"kept", "newer"}, s.saved(asker, path).Tags)
		}
	})
}

// TestWhatIsTypedWhileASaveIsUnderWayIsKept types between Enter and an answer
// that takes long, as that of a background which has to start does.
func TestWhatIsTypedWhileASaveIsUnderWayIsKept(t *testing.T) {
	for _, closed := range []bool{false, true} {
		t.Run(fmt.Sprintf("closed %t", closed), func(t *testing.T) {
			each(t, func(s *session) {
				asker := s.keeps(usual()...)
				p := s.popupOn("/plain")
				p.read()
				p.until("the engine", `() => document.querySelector(".chip")`)
				p.write("kept taken-out ")
				require.Equal(s.t, "hung", eval[string](asker, hang))
				p.press("Enter")
				p.shows("Saving …")
				for range "taken-out " {
					p.press("Backspace")
				}
				p.write("late ")
				s.kept(asker, "late")
				if closed {
					require.NoError(s.t, p.Close(s.ctx))
					s.gone()
				}
				eval[any](asker, release)
				if closed {
					s.becomes(asker, "/plain", "kept,taken-out")
					s.sendless(asker)
					p = s.popupOn("/plain")
					p.shows("draft · discard")
				} else {
					p.shows("Saved, but for what you typed since: save once more.")
					s.becomes(asker, "/plain", "kept,taken-out")
				}
				p.shows("in the library")
				p.holds("@Tags", "kept late ")
				p.press("Enter")
				require.Equal(s.t, []string{"kept", "late"}, s.saved(asker, "/plain").Tags)
				s.draftless(asker)
				s.sendless(asker)
			})
		})
	}
}

func TestATagTakenOutStaysOutThoughItsSaveComesLate(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		url := s.site.at("/plain")
		require.Equal(s.t, "hung", eval[string](asker, hang))
		eval[any](asker, sent, url, "0b5a5e1c-6f0e-4b1e-9d3a-0d6f8f1f2b77", []string{"kept", "taken-out"})
		eval[any](asker, typedOn, url)
		p := s.popupOn("/plain")
		p.shows("draft · discard") // the save is still being tried
		eval[any](asker, release)
		p.shows("in the library")
		p.holds("@Tags", "kept newer ")
		p.press("Enter")
		require.Equal(s.t, []string{"kept", "newer"}, s.saved(asker, "/plain").Tags)
	})
}

func TestASaveThatWasRefusedWhileThePopupWasGoneIsADraftAgain(t *testing.T) {
	const op = "0b5a5e1c-6f0e-4b1e-9d3a-0d6f8f1f2a3c"
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		eval[any](asker, `(url, op, long) => (globalThis.browser ?? chrome).storage.local.set({
			["draft " + url]: {fields: {tags: "mine "}, time: Date.now()},
			sending: {draft: "draft " + url, time: Date.now(), params: {bookmark: {url, title: "No", description: "x".repeat(300000)}, touched: ["description"], op}},
		})`, s.site.at("/plain"), op)
		s.cold()
		s.popupOn("/plain").shows("draft · discard")
		s.sendless(asker)
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
	})
}
