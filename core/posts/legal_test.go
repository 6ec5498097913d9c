package posts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/posts"
)

// TestACharacterThatXMLForbidsCostsNoFile reads posts with such characters, as
// they are and by reference, at any distance from the buffers' ends.
func TestACharacterThatXMLForbidsCostsNoFile(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for given, want := range map[string]string{
		"a&#8;b": "a\uFFFDb", "a&#x1F;b": "a\uFFFDb", "a\x08b": "a\uFFFDb", "\uFFFF": "\uFFFD", "&#xFFFE;": "\uFFFD", "&#xD800;": "\uFFFD",
		"&#9;x&#x20;y": "\tx y", "&#128029;": "\U0001F41D", "&amp;#8;": "&#8;", "\uFB01\uFF01": "\uFB01\uFF01",
	} {
		for _, gap := range []int{0, 1, 4079, 4080, 4085, 4096} {
			file := "<posts>" + strings.Repeat(" ", gap) + `<post href="https://a.example/" description="` + given + `"/><post href="https://b.example/"/></posts>`
			var titles []string
			for e, err := range posts.Read(strings.NewReader(file), now) {
				require.NoError(t, err, "%q", given)
				titles = append(titles, e.Title)
			}
			require.Equal(t, []string{want, ""}, titles, "%q after %d", given, gap)
		}
	}
}
