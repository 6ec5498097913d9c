package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileIsImported(t *testing.T) {
	each(t, func(s *session) {
		s.have(map[string]any{"href": "https://a.example/", "description": "One", "tags": "x y", "time": "2016-11-01T00:00:00Z", "shared": "no", "toread": "yes"})
		p := s.open("options.html")
		require.Equal(s.t, "One", p.stored("https://a.example/").Title)
		s.quiet()
	})
}
