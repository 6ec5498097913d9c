package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhyAResultIsThereIsSaid asks by key and by button, and puts it away.
func TestWhyAResultIsThereIsSaid(t *testing.T) {
	each(t, func(s *session) {
		s.have(
			pin("2016-03-01T00:00:00Z", "https://a.example/1", "Rust for streams", "", "rust"),
			pin("2016-02-01T00:00:00Z", "https://a.example/2", "Something else", "", "rust"),
		)
		p := s.library("rust str*")
		p.counts("1")
		why := `() => [...document.querySelectorAll("#rows .why li")].map((li) => li.textContent).join("; ")`
		p.onRow("Rust for streams")
		p.press("w")
		p.until("the reasons", `() => document.querySelectorAll("#rows .why li").length === 2`)
		require.Regexp(s.t, `^rust in title and tags \d+ %; streams, which begins with “str”, in title \d+ %$`, eval[string](p, why))
		p.press("w")
		p.until("no reasons", `() => !document.querySelector(".why")`)

		p = s.library("#rust")
		p.counts("2")
		p.onRow("Rust for streams")
		p.until("a row with its commands", `() => document.querySelector("#rows .actions")`)
		require.True(s.t, eval[bool](p, `() => document.querySelector('#rows .actions [data-key="w"]').hidden`), "where no word was searched for there is nothing to say")
		p.press("w")
		p.shows("No word of the search stands in it")
	})
}

// TestAMatchDeepInADescriptionIsInView searches for the end of a long note, and
// by a slip for a word that is marked as it stands.
func TestAMatchDeepInADescriptionIsInView(t *testing.T) {
	each(t, func(s *session) {
		long := "<blockquote>" + strings.Repeat("Words that nobody asks for. ", 40) + "At last the kubernetes cluster is named.</blockquote> And more."
		s.have(pin("2016-03-01T00:00:00Z", "https://a.example/deep", "Deep", long, ""))
		p := s.library("kubernetes")
		p.counts("1")
		p.until("the mark in view", `() => {
			const mark = document.querySelector("#rows .description mark"), box = mark?.closest(".description").getBoundingClientRect();
			return mark && mark.textContent === "kubernetes" && mark.getBoundingClientRect().bottom <= box.bottom + 1;
		}`)
		require.Regexp(s.t, `^… .*At last the kubernetes cluster is named\.\s+And more\.$`, eval[string](p, `() => document.querySelector("#rows .description").textContent`))
		p.onRow("Deep")
		p.press("v")
		p.until("all of it", `() => document.querySelector("#rows .description").textContent.startsWith("Words that nobody")`)

		p = s.library("kubernets")
		p.until("the near word marked", `() => document.querySelector("#near mark")?.textContent === "kubernetes"`)
		p.shows("Did you mean “kubernetes”?")
		p.click("@Why “Deep” is near")
		p.until("the near word named", `() => document.querySelector("#near .why li")?.textContent.startsWith("kubernetes, which is near “kubernets”, in description")`)
		p.click("@Why “Deep” is near")
		p.until("no reasons", `() => !document.querySelector(".why")`)
	})
}
