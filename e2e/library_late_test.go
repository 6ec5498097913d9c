package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// typesOn saves a row and types on in the same moment, then does something there.
func (s *session) typesOn(then string) *page {
	s.t.Helper()
	p := s.edits("e", "@Title")
	p.press("End")
	p.write(" again")
	eval[any](p, `() => {
		const form = document.querySelector("form.editor"), title = form.elements.title;
		form.querySelector(".primary").click();
		title.value += " indeed";
		title.dispatchEvent(new Event("input", {bubbles: true}));
		`+then+`
	}`)
	return p
}

func TestWhatIsTypedWhileARowIsSavedStaysInTheForm(t *testing.T) {
	each(t, func(s *session) {
		p := s.typesOn(`title.focus();`)
		p.shows("press Enter once more")
		p.press("Enter")
		p.onRow("What went wrong on Thursday again indeed")
	})
}

func TestADraftThatComesBackLeavesTheTagsOfOthers(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("t", "@Tags")
		p.write("mine ")
		p.press("Escape")
		p.shows("Took back what you typed")
		id := p.stored(outage).ID
		before := p.stored(outage).Tags
		ask[any](p, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"theirs"}}})
		p.until("their tag", `() => document.querySelector('#rows .tag[data-tag="theirs"]')`)
		p.onRow("What went wrong on Thursday")
		p.press("z")
		p.focused("@Tags")
		p.press("Enter")
		p.onRow("What went wrong on Thursday")
		require.Equal(s.t, append(before, "theirs", "mine"), p.stored(outage).Tags)
	})
}

func TestARowsButtonsSayWhatTheyDoToThatRow(t *testing.T) {
	each(t, func(s *session) {
		hidden := pin("2016-02-01T00:00:00Z", "https://a.example/1", "Hidden", "", "x")
		hidden["shared"] = "no"
		s.have(hidden, pin("2016-01-01T00:00:00Z", "https://a.example/2", "Open", "", "x"))
		p := s.library("#x")
		p.onRow("Hidden")
		require.Equal(s.t, "make public p", eval[string](p, `() => {
			const button = document.querySelector('#rows .actions [data-key="p"]');
			button.focus();
			document.querySelectorAll("#rows article")[1].dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
			return button.textContent;
		}`))
	})
}

func TestAnAddressThatIsSavedMeanwhileIsNotSaidToBeUnsaved(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("https://a.example/new")
		p.shows("This address is not saved.")
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://a.example/new", "title": "New"}})
		p.counts("1")
		p.hides("This address is not saved.")
	})
}

func TestTwoPressesInARowBothNarrow(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.until("the tags", `() => document.querySelectorAll("#facets li").length >= 5`)
		eval[any](p, `() => {
			const press = (tag) => [...document.querySelectorAll("#facets button.tag")].find((b) => b.textContent === tag).click();
			press("ops");
			press("outages");
		}`)
		p.until("both", `() => document.getElementById("search").value === "#stripe #ops #outages"`)
	})
}

func TestOlderChangesStandOnceAndStay(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.onRow("What went wrong on Thursday")
		eval[any](p, `async (id) => {
			const {update} = await import("./api.js");
			for (let i = 0; i < 69; i++) await update({ids: [id]}, {addTags: ["t" + i]});
		}`, p.stored(outage).ID)
		p.click("#to-history")
		p.until("the first page", `() => document.querySelectorAll("#change-rows li").length === 50`)
		eval[any](p, `() => {
			const more = document.getElementById("changes-more");
			more.click();
			more.click();
		}`)
		p.until("the second page", `() => document.querySelectorAll("#change-rows li").length > 50`)
		p.until("nothing under way", `async () => { await (await import("./api.js")).generation(); return true; }`)
		require.Equal(s.t, 70, eval[int](p, `() => document.querySelectorAll("#change-rows li").length`))
		p.click(`[data-change="3"] .back`)
		p.shows("Taken back.")
		p.until("the same place", `() => document.querySelectorAll("#change-rows li").length === 71 && document.activeElement.closest("li")?.dataset.change === "3"`)
	})
}

func TestATagThatBecomesAnotherBySpacesIsSaidToMerge(t *testing.T) {
	each(t, func(s *session) {
		s.have(append(sixPins(), pin("2011-01-15T12:00:00Z", "https://c.example/lb", "Loads", "", "load-balancing"))...)
		p := s.open("library.html#tags")
		p.click("@Rename dns")
		p.focused("@New name of dns")
		p.press("Control+a")
		p.write("load balancing")
		p.shows("“load-balancing” exists, on 1 bookmark: the two become one.")
		p.press("Enter")
		p.shows("Merged “dns” into “load-balancing”: 1 bookmark changed.")
		p.focused("@Rename load-balancing")
	})
}

func TestTheUndoBarOverAnotherViewCallsNobodyToTheList(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.open("library.html#history")
		p.until("a change", `() => document.querySelector("#change-rows .back")`)
		id := p.stored(outage).ID
		ask[any](p, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"mine"}}})
		p.until("another", `() => document.querySelectorAll("#change-rows li").length === 2`)
		p.click("#change-rows .back")
		p.shows("Taken back.")
		p.click("#undo-close")
		p.until("the focus above the history", `() => document.activeElement.id === "changes-heading"`)
		p.click("#search")
		p.write("dns")
		p.counts("1")
		p.until("the rows", `() => document.querySelector("#rows article")`)
		p.focused("@Search")
		p.holds("@Search", "dns")
	})
}

func TestWhatIsTypedWhileARowIsSavedComesBackThoughTheListIsLeft(t *testing.T) {
	each(t, func(s *session) {
		p := s.typesOn(`location.hash = "#q=%23ops";`)
		p.shows("Took back what you typed into")
		p.click("#undo-button")
		p.holds("@Title", "What went wrong on Thursday again indeed")
	})
}

func TestASaveThatEndsLateLeavesTheFocusWhereItIs(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("e", "@Title")
		p.press("End")
		p.write(" again")
		eval[any](p, `() => {
			document.querySelector("form.editor .primary").click();
			document.getElementById("search").focus();
		}`)
		p.shows("Saved “What went wrong on Thursday”")
		p.focused("@Search")
		p.press("End")
		p.write("d") // which on a row would delete it
		p.holds("@Search", "#outagesd")
		require.Equal(s.t, "What went wrong on Thursday again", p.stored(outage).Title)
	})
}

func TestAKeyPressedTwiceIsOneChange(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		eval[any](p, `() => {
			for (let i = 0; i < 2; i++) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "p", bubbles: true, cancelable: true}));
		}`)
		p.shows("Now private: “What went wrong on Thursday”")
		ask[any](p, "generation", nil) // which is answered behind both
		require.Contains(s.t, eval[string](p, `() => document.getElementById("undo").textContent`), "Now private")
		p.click("#undo-button")
		p.shows("Taken back.")
		require.False(s.t, p.stored(outage).Private)
	})
}

func TestAnAnswerThatComesLateLeavesTheFocusWhereItIs(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.open("options.html")
		p := s.library("#ops")
		p.counts("2")
		require.Equal(s.t, "hung", eval[string](o, hang))
		require.NoError(s.t, p.Front(s.ctx))
		p.press("/", "End")
		p.write(" -testing")
		p.press("Enter")
		eval[any](p, `() => document.getElementById("help").focus()`)
		eval[any](o, release)
		p.listing("What went wrong on Thursday")
		p.counts("1") // behind which nothing more comes
		p.focused("#help")
	})
}

func TestTryingAgainIsOfTheQuestionThatStandsInTheBox(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.counts("2")
		mended := p.fails()
		p.press("/")
		p.write(" -testing")
		p.shows("Check my library")
		mended()
		eval[any](p, `() => {
			const box = document.getElementById("search"), again = `+browser.Locate+`("@Try again");
			box.value = "bread";
			box.dispatchEvent(new Event("input"));
			again.focus();
			again.click();
		}`)
		p.counts("1")
		p.listing("Bread at home")
		p.until("the focus in the list", `() => document.getElementById("rows").contains(document.activeElement)`)
	})
}

// long is the library page with a list of 400 bookmarks.
func (s *session) long() *page {
	s.t.Helper()
	s.have(many(400)...)
	p := s.library("#many")
	p.counts("400")
	return p
}

const (
	toTheEnd = `() => scrollTo(0, document.body.scrollHeight)`
	lastRow  = `() => document.querySelector('#rows [aria-posinset="400"] .title bdi')?.getBoundingClientRect().top < innerHeight`
)

func TestAFailureDownInALongListIsInView(t *testing.T) {
	each(t, func(s *session) {
		p := s.long()
		mended := p.fails()
		eval[any](p, toTheEnd)
		p.until("the failure in view, and to be pressed", `() => {
			const button = `+browser.Locate+`("@Try again");
			const {left, top, width, height} = button?.getBoundingClientRect() ?? {};
			return button && scrollY > innerHeight && document.elementFromPoint(left + width / 2, top + height / 2) === button;
		}`)
		mended()
		p.click("@Try again")
		p.until("the last row", lastRow)
		p.hides("Check my library")
	})
}

func TestTryingAgainToReadRowsLeavesTheSelectedOnes(t *testing.T) {
	each(t, func(s *session) {
		p := s.long()
		p.press("j", "x")
		p.shows("1 bookmark selected")
		mended := p.fails()
		eval[any](p, toTheEnd)
		p.shows("Check my library")
		mended()
		p.click("@Try again")
		p.hides("Check my library")
		eval[any](p, toTheEnd)
		p.until("the last row", lastRow)
		p.shows("1 bookmark selected")
	})
}
