package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// hears has the background note what pages that connect from now on ask it for.
const hears = `() => {
	self.heard = [];
	(globalThis.browser ?? chrome).runtime.onConnect.addListener((port) =>
		port.onMessage.addListener(({method, params}) => self.heard.push({method, ...params})));
}`

// rehearsed tells whether letters were asked for so often at least, as they are typed: a
// box that gets the focus late asks once more.
const rehearsed = `(query, times) => self.heard.filter((m) => m.method === "search" && m.typing && m.query === query).length >= times`

func TestTheFirstWordIsAskedForBeforeThePersonTypes(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		_, err := s.b.Background(s.ctx, hears)
		require.NoError(s.t, err)
		p := s.library("")
		p.shows("Ledgers that add up")
		s.until("the first letters of the newest bookmark to be asked for", rehearsed, "Led", 1)
		p.press("Escape")
		p.onRow("Ledgers that add up")
		p.press("/")
		p.focused("@Search")
		s.until("them to be asked for again, of a background that may have ended", rehearsed, "Led", 2)
		p.press("c", "u", "l")
		p.listing("Mail that all may read")
	})
}
