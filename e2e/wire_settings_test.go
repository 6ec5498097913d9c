package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASettingIsInTheTableBeforeItIsAnswered(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		for _, private := range []bool{false, true, false} {
			got := eval[bool](p, `async (value) => {
				await wire.api.settings({private: value});
				return (await wire.browser.storage.local.get("hints")).hints.private;
			}`, private)
			require.Equal(s.t, private, got, "the next form begins as the person has said")
		}
	})
}
