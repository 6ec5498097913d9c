package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// rests lets a finger rest on an element for as long as a test needs.
const rests = `(selector) => {
	const target = document.querySelector(selector);
	const at = target.getBoundingClientRect();
	const finger = {pointerType: "touch", isPrimary: true, bubbles: true, cancelable: true, clientX: at.x + 5, clientY: at.y + 5};
	target.dispatchEvent(new PointerEvent("pointerdown", finger));
	return target.dispatchEvent(new PointerEvent("pointermove", {...finger, clientX: at.x + 8}));
}`

// rested opens the library on a telephone and lets a finger rest on its first row.
func (s *session) rested() *page {
	s.t.Helper()
	s.have(sixPins()...)
	p := s.library("#ops")
	p.listing("What went wrong on Thursday", "Drills for the day it breaks")
	require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
	p.rests()
	return p
}

// rests lets a finger rest on the first row, which selects it.
func (p *page) rests() {
	p.s.t.Helper()
	eval[any](p, rests, "#rows .description, #rows .meta")
	p.shows("1 bookmark selected")
}

func TestAFingerThatRestsSelects(t *testing.T) {
	each(t, func(s *session) {
		p := s.rested()
		require.True(s.t, eval[bool](p, `() => !document.querySelector("#rows .meta").dispatchEvent(new MouseEvent("contextmenu", {bubbles: true, cancelable: true}))`), "no menu of the browser besides")
	})
}

func TestAfterAFingerHasRestedKeysPressAsEver(t *testing.T) {
	each(t, func(s *session) {
		p := s.rested()
		eval[any](p, `() => document.querySelector("#rows .tag[data-tag=outages]").click()`) // as an assistive tool does
		p.asks("#ops #outages")
		p.until("the list of both, which has the same titles", `() => document.getElementById("heading").innerText.includes("outages")`)
		p.rests()
		eval[any](p, `() => document.querySelector("#rows .tag[data-tag=stripe]").focus()`)
		p.press("Enter")
		p.asks("#ops #outages #stripe")
	})
}

// TestATagKeepsTheFocusWhenItsRowIsDrawnAgain changes the library elsewhere
// while the focus is on a tag: Enter still means the tag, not the link.
func TestATagKeepsTheFocusWhenItsRowIsDrawnAgain(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.listing("What went wrong on Thursday", "Drills for the day it breaks")
		eval[any](p, `() => {
			const tag = document.querySelector("#rows .tag[data-tag=stripe]");
			tag.closest(".row").dataset.old = "";
			tag.focus();
		}`)
		asker := s.open("options.html")
		ask[any](asker, "update", map[string]any{"query": "#ops", "change": map[string]any{"unread": true}})
		p.until("the row to be drawn again", `() => !document.querySelector("#rows [data-old]")`)
		require.Equal(s.t, "stripe", eval[string](p, `() => document.activeElement.dataset.tag ?? document.activeElement.tagName`))
	})
}

func TestAFingerThatMovesDoesNotSelect(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.listing("What went wrong on Thursday", "Drills for the day it breaks")
		moved := eval[bool](p, `async () => {
			const target = document.querySelector("#rows .meta");
			const finger = {pointerType: "touch", isPrimary: true, bubbles: true, clientX: 50, clientY: 200};
			target.dispatchEvent(new PointerEvent("pointerdown", finger));
			target.dispatchEvent(new PointerEvent("pointermove", {...finger, clientY: 260}));
			await new Promise((go) => setTimeout(go, 700));
			return document.getElementById("bulk").hidden;
		}`)
		require.True(s.t, moved)
	})
}

func TestManyTagsFoldOnANarrowScreen(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-01-01T12:00:00Z", "https://a.example/", "Many tags", "", "one two three four five six seven"),
			pin("2015-01-01T12:00:00Z", "https://b.example/", "Four tags", "", "one two three four"))
		p := s.library("#one")
		p.listing("Many tags", "Four tags")
		const seen = `() => [...document.querySelectorAll("#rows .tags")].map((e) => [...e.children].filter((c) => c.checkVisibility()).map((c) => c.textContent).join(" "))`
		require.Equal(s.t, []string{"one two three four five six seven", "one two three four"}, eval[[]string](p, seen))
		require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
		p.until("the fold", `() => document.querySelector("#rows .rest").checkVisibility()`)
		require.Equal(s.t, []string{"one two three +4", "one two three four"}, eval[[]string](p, seen))
		p.click("#rows .rest")
		p.until("all of them", `() => !document.querySelector("#rows .rest").checkVisibility()`)
		require.Equal(s.t, []string{"one two three four five six seven", "one two three four"}, eval[[]string](p, seen))
	})
}

func TestOnANarrowScreenAnAddressIsSavedFromTheHeader(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
		p.click("@Save an address")
		form := s.existing("popup.html?url=")
		form.focused("@URL")
		form.write("https://new.example/")
		form.holds("@URL", "https://new.example/")
		form.press("Enter")
		s.gone()
		require.NotNil(s.t, p.stored("https://new.example/"), "and the library is still there")
	})
}

func TestTheBoxSelectsAllAndSaysWhatIsSelected(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		box := func(checked, some bool) {
			p.until("the box", `(checked, some) => document.getElementById("select-all").checked === checked && document.getElementById("select-all").indeterminate === some`, checked, some)
		}
		box(false, false)
		p.press("x")
		box(false, true)
		p.click("#select-all")
		p.shows("All 6 bookmarks of this query")
		box(true, false)
		p.click("#select-all")
		p.hides("All 6 bookmarks of this query")
		box(false, false)
		p.click("#rows article")
		p.press("*")
		box(true, false)
	})
}
