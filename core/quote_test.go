package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func quote(t *testing.T, l *core.Library, passage string) string {
	t.Helper()
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: "https://example.org/a", Title: "A"}, Quote: passage})
	require.NoError(t, err)
	return r.Bookmark.Description
}

func TestAQuotationIsPutBehindWhatIsSaved(t *testing.T) {
	l, _, _ := newLibrary(t)
	require.Equal(t, "> one", quote(t, l, "> one"))
	require.Equal(t, "> one\n\n> two", quote(t, l, "> two\n"))
	require.Equal(t, "> one\n\n> two", quote(t, l, "> one"), "what is there already is not put there again")
	require.Equal(t, "> one\n\n> two", quote(t, l, ""))
}

func TestAQuotationThatMakesTheDescriptionTooLongIsRefused(t *testing.T) {
	l, _, _ := newLibrary(t)
	quote(t, l, "> "+strings.Repeat("a", core.MaxDescriptionBytes-10))
	_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: "https://example.org/a"}, Quote: "> more than there is room for"})
	require.Equal(t, core.Invalid, core.CodeOf(err))
}
