package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/drive"
)

// reaching gives the extension the permission for the test's server, which a
// person gives when they name it, without the question.
func reaching(manifest map[string]any) {
	delete(manifest, "optional_host_permissions")
	manifest["host_permissions"] = []any{"http://127.0.0.1/*"}
}

// eachReaching runs a test in a browser that may reach a server: Firefox is
// asked, and answered; Chromium's question needs a screen. What a server
// refuses, and what is named besides, Chromium may write down; nothing else.
func eachReaching(t *testing.T, test func(s *session, h *home, allow func()), besides ...string) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		o := browser.Options{}
		if kind == "chromium" {
			o.Extension = variant(t, kind, reaching)
		}
		s := begin(t, kind, o)
		s.loud = "what is expected is told from the rest below"
		test(s, newHome(t), func() {
			t.Helper()
			if kind == "firefox" {
				require.NoError(t, s.b.Answer(s.ctx, true))
			}
		})
		expected := append(besides[:len(besides):len(besides)], "the server responded with a status of 4")
		for _, told := range s.b.Errors() {
			require.True(t, slices.ContainsFunc(expected, func(part string) bool { return strings.Contains(told, part) }), told)
		}
	})
}

// names writes the server and the token into the form.
func (p *page) names(h *home, token string) {
	p.s.t.Helper()
	p.fills("#publish-address", h.URL)
	p.fills("#publish-token", token)
}

func (p *page) fills(field, text string) {
	p.s.t.Helper()
	p.click(field)
	p.press("Control+a")
	p.write(text)
	p.holds(field, text)
}

func secret(n int) map[string]any {
	b := pin("2016-11-21T12:00:00Z", fmt.Sprintf("https://canary.example/%d", n), "A canary title", "canary words", "canary")
	b["shared"] = "no"
	return b
}

func TestPublicBookmarksArePublishedByAPressAndKeptInStep(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		mine := sixPins()
		mine[0]["tags"] = "stripe coding .canary-tag"
		s.have(append(mine, secret(1), secret(2))...)
		p := s.open("options.html#publish")
		p.shows("Off until you name a server")
		p.names(h, "jm:WRONG")
		p.click("#publish-look")
		allow()
		p.shows("The server does not know this token.")
		p.fills("#publish-token", h.token)
		p.click("#publish-look")
		p.shows("8 public bookmarks in all: 8 new.")
		p.shows("The newest is “Ledgers that add up”, the oldest “Crème brûlée without tears”.")
		p.shows("2 private ones stay here.")
		p.shows(".canary-tag")
		require.NotContains(s.t, h.sent(), "posts/batch", "nothing is sent before it is pressed")
		p.click("@Publish 8 bookmarks")
		p.shows("8 bookmarks published.")
		require.NotContains(s.t, h.sent(), "canary")
		require.Equal(s.t, consented(s, "authenticationInfo,bookmarksInfo"), p.consent())

		page := s.visit(h.URL + "/u:jm/t:stripe/")
		page.shows("Ledgers that add up")
		page.hides("Bread at home")

		// What changes is sent again, what becomes private is deleted there, by itself once that is wanted.
		p.click("#publish-auto")
		p.until("the wish to be kept", `async () => (await (globalThis.browser ?? chrome).storage.local.get("publish")).publish.auto`)
		b := p.stored("https://a.example/names")
		ask[any](p, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"private": true}, "op": "6f1a1d1e-0001-4000-8000-000000000001"})
		b = p.stored("https://c.example/bread")
		ask[any](p, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"title": "Bread for all"}, "op": "6f1a1d1e-0001-4000-8000-000000000002"})
		library := s.open("library.html")
		library.shows("Published: 1 sent, 1 deleted there.")
		page = s.visit(h.URL + "/u:jm/")
		page.shows("Bread for all")
		page.hides("Finding services by name")

		// A window that stands still while it publishes keeps no other waiting.
		held := s.open("options.html")
		eval[any](held, `() => { navigator.locks.request("publish", () => new Promise((free) => document.addEventListener("free", free))); }`)
		ask[any](p, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"title": "Bread for everybody"}, "op": "6f1a1d1e-0001-4000-8000-000000000005"})
		library = s.open("library.html")
		library.shows("Another window is publishing, or stands still at it.")
		eval[any](held, `() => { document.dispatchEvent(new Event("free")); }`)
		library = s.open("library.html")
		library.shows("Published: 1 sent, 0 deleted there.")

		// What was only looked at is not kept in step.
		p = s.open("options.html#publish")
		p.fills("#publish-query", "#nothing-has-this")
		p.click("#publish-look")
		p.shows("That would delete 7 of the 7 bookmarks that are there from here.")
		p.click("#publish-stop")
		require.Equal(s.t, "", eval[string](p, `async () => (await (globalThis.browser ?? chrome).storage.local.get("publish")).publish.query`))
		sent := len(h.sent())
		s.open("library.html").shows("Ledgers that add up")
		require.Equal(s.t, sent, len(h.sent()))

		// And all of it is taken back, there and only there.
		p = s.open("options.html#publish")
		p.click("@Delete there what was published")
		p.shows("7 bookmarks deleted there. Your library is as it was.")
		p.click("@Forget this server")
		p.shows("Forgotten: nothing is sent any more.")
		require.Equal(s.t, consented(s, ""), p.consent())
		require.Equal(s.t, 10, p.find("").Total)
		page = s.visit(h.URL + "/u:jm/")
		page.hides("Bread for all")
		require.NotContains(s.t, h.sent(), "canary")
	})
}

// consented is what a browser says of the kinds; only Firefox knows any.
func consented(s *session, kinds string) string {
	if s.b.Name() == "chromium" {
		return "none are known"
	}
	return kinds
}

// consent are the kinds of data that the person has agreed to send.
func (p *page) consent() string {
	return eval[string](p, `async () => (await (globalThis.browser ?? chrome).permissions.getAll()).data_collection?.sort().join() ?? "none are known"`)
}

// looks has the options page compare the library with the server.
func (s *session) looks(h *home, allow func()) *page {
	s.t.Helper()
	p := s.open("options.html#publish")
	p.names(h, h.token)
	p.click("#publish-look")
	allow()
	return p
}

// published publishes eight bookmarks and answers the page of the options.
func (s *session) published(h *home, allow func()) *page {
	s.t.Helper()
	s.have(sixPins()...)
	p := s.looks(h, allow)
	p.click("@Publish 8 bookmarks")
	p.shows("8 bookmarks published.")
	return p
}

func TestNothingIsSentOnceTheConsentIsTakenBack(t *testing.T) {
	s := begin(t, "firefox", browser.Options{})
	h := newHome(t)
	p := s.published(h, func() { require.NoError(t, s.b.Answer(s.ctx, true)) })
	p.click("#publish-auto")
	p.until("the wish to be kept", `async () => (await browser.storage.local.get("publish")).publish.auto`)
	eval[bool](p, `() => browser.permissions.remove({ data_collection: ["bookmarksInfo"] })`) // as about:addons does
	b := p.stored("https://c.example/bread")
	ask[any](p, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"title": "Bread for all"}, "op": "6f1a1d1e-0001-4000-8000-000000000004"})
	sent := len(h.sent())
	s.open("library.html").shows("Publishing waits: the browser no longer allows it.")
	require.Equal(t, sent, len(h.sent()))
	p = s.open("options.html#publish")
	p.click("#publish-look")
	require.NoError(t, s.b.Answer(s.ctx, true))
	p.click("@Publish 1 bookmark")
	p.shows("1 bookmark published.")
}

func TestAStepThatWouldDeleteMuchAsksFirst(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		p := s.published(h, allow)
		p.click("#publish-auto")
		p.until("the wish to be kept", `async () => (await (globalThis.browser ?? chrome).storage.local.get("publish")).publish.auto`)
		ask[any](p, "update", map[string]any{"query": "#stripe", "change": map[string]any{"private": true}, "op": "6f1a1d1e-0001-4000-8000-000000000003"})
		library := s.open("library.html")
		library.shows("Publishing waits: it would delete 6 on your server.")
		page := s.visit(h.URL + "/u:jm/")
		page.shows("Ledgers that add up")
		p = s.open("options.html#publish")
		p.click("#publish-look")
		p.shows("That would delete 6 of the 8 bookmarks that are there from here.")
		p.click("@Delete 6 there and publish")
		p.shows("6 deleted there.")
		page = s.visit(h.URL + "/u:jm/")
		page.hides("Ledgers that add up")
		page.shows("Bread at home")
	})
}

func TestNoServerIsReachedThatIsNotSafe(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html#publish")
		for address, says := range map[string]string{
			"http://pins.example":            "begins with https://",
			"https://jm:TOKEN@pins.example/": "its own field",
			"https://":                       "is no address",
		} {
			p.fills("#publish-address", address)
			p.fills("#publish-token", "jm:0123")
			p.click("#publish-look")
			p.shows(says)
		}
	})
}

func TestAServerThatWasForgottenStaysForgotten(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		p := s.published(h, allow)
		other := s.open("options.html#publish")
		other.shows("Published last:")
		require.NoError(s.t, p.Front(s.ctx))
		p.click("@Forget this server")
		p.shows("Forgotten: nothing is sent any more.")
		// What a step that ends now does, and a box in the other window.
		eval[any](other, `async () => {
			const { choose } = await import("./publisher.js");
			await choose({ last: { time: Date.now(), generation: 1, bookmarks: 8 } });
		}`)
		require.NoError(s.t, other.Front(s.ctx))
		other.click("#publish-auto")
		other.hides("Published last:")
		require.False(s.t, eval[bool](p, `async () => "publish" in await (globalThis.browser ?? chrome).storage.local.get()`))
	})
}

func TestAPlanGoesWhenTheFormSaysOtherwise(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		s.have(sixPins()...)
		p := s.looks(h, allow)
		p.shows("8 public bookmarks in all: 8 new.")
		p.fills("#publish-query", "#stripe")
		p.hides("Publish 8 bookmarks")
		require.NotContains(s.t, h.sent(), "posts/batch")
	})
}

func TestTheServerInTheFormIsTheOneThatIsMeant(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		p := s.published(h, allow)
		token, err := h.NewToken(s.ctx, "jm")
		require.NoError(s.t, err)
		p.fills("#publish-token", token)
		p.click("#publish-look")
		p.shows("the server has them all as they are here.")
		p.click("@Keep it so")
		p.shows("Nothing had to be sent.")
		require.Equal(s.t, token, eval[string](p, `async () => (await (globalThis.browser ?? chrome).storage.local.get("publish")).publish.token`))

		other := newHome(s.t)
		p.names(other, other.token)
		p.click("#publish-look")
		p.click("@Publish 8 bookmarks")
		p.shows("8 bookmarks published.")
		p.names(h, token)
		p.click("@Delete there what was published")
		p.shows("8 bookmarks deleted there.")
		s.visit(h.URL + "/u:jm/").hides("Bread at home")
		s.visit(other.URL + "/u:jm/").shows("Bread at home")
	})
}

func TestMoreThanWasSeenIsNotPublished(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		s.have(sixPins()...)
		p := s.looks(h, allow)
		p.shows("8 public bookmarks in all: 8 new.")
		more, err := json.Marshal(many(101))
		require.NoError(s.t, err)
		_, err = drive.Import(s.ctx, s.b, "more.json", more)
		require.NoError(s.t, err)
		require.NoError(s.t, p.Front(s.ctx))
		p.click("@Publish 8 bookmarks")
		p.shows("109 public bookmarks in all: 109 new.")
		require.NotContains(s.t, h.sent(), "posts/batch")
		p.click("@Publish 109 bookmarks")
		p.shows("109 bookmarks published.")
	})
}

func TestAFirstPublicationThatEndedMidwayIsTakenBack(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		k := &trickster{home: h}
		k.begin(s.t)
		k.plays("posts/batch", func(w http.ResponseWriter, r *http.Request) {
			if k.calls.Load() > 1 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			k.note(w, r)
		})
		s.have(many(501)...)
		p := s.looks(h, allow)
		p.click("@Publish 501 bookmarks")
		p.shows("The server failed.")
		k.trick.Store(nil)
		p.click("@Delete there what was published")
		p.shows("501 bookmarks deleted there.") // one of them may be there
		s.visit(h.URL + "/u:jm/").hides("Number 7")
	}, "the server responded with a status of 5")
}

// changedMeanwhile publishes eight bookmarks and makes some private while they are
// on their way.
func changedMeanwhile(t *testing.T, query string, test func(s *session, h *home, p *page)) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		k := &trickster{home: h}
		k.begin(s.t)
		arrived, goOn := make(chan struct{}, 8), make(chan struct{})
		k.plays("posts/batch", func(w http.ResponseWriter, r *http.Request) {
			arrived <- struct{}{}
			<-goOn
			k.note(w, r)
		})
		s.have(sixPins()...)
		p := s.looks(h, allow)
		p.click("@Publish 8 bookmarks")
		select {
		case <-arrived:
		case <-s.ctx.Done():
			s.t.Fatal("nothing arrives")
		}
		ask[any](p, "update", map[string]any{"query": query, "change": map[string]any{"private": true}, "op": "6f1a1d1e-0001-4000-8000-000000000011"})
		close(goOn)
		test(s, h, p)
	})
}

func TestWhatBecomesPrivateWhileItIsSentIsTakenBack(t *testing.T) {
	changedMeanwhile(t, "finding services", func(s *session, h *home, p *page) {
		p.shows("8 bookmarks published, 1 deleted there.")
		s.visit(h.URL + "/u:jm/").hides("Finding services by name")
	})
}

func TestMuchThatBecomesPrivateWhileItIsSentIsAskedAbout(t *testing.T) {
	changedMeanwhile(t, "#stripe", func(s *session, h *home, p *page) {
		p.shows("8 bookmarks published.")
		p.shows("That would delete 6 of the 8 bookmarks that are there from here.")
		p.click("@Delete 6 there and publish")
		p.shows("6 deleted there.")
		s.visit(h.URL + "/u:jm/").hides("Ledgers that add up")
	})
}
