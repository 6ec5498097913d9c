package core_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestAJournalOfLongTextsIsSearched saves texts that together are more than one
// part of a segment, all of them still in the journal.
func TestAJournalOfLongTextsIsSearched(t *testing.T) {
	l, _, _ := newLibrary(t)
	for i := range 12 {
		url := fmt.Sprintf("https://long.example/%d", i)
		text := fmt.Sprintf("number%d ", i) + strings.Repeat("<", 199_000)
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url, Title: "Long", Description: text}, Touched: core.AllFields})
		require.NoError(t, err)
		for n := range i + 1 {
			page, err := l.Search(ctx(), core.Search{Query: fmt.Sprintf("number%d", n), Limit: 1, Total: true})
			require.NoError(t, err, "number %d of %d", n, i)
			require.Equal(t, 1, page.Total)
			require.Equal(t, fmt.Sprintf("https://long.example/%d", n), page.Bookmarks[0].URL)
		}
	}
}

// TestABookmarkAsLargeAsOneMayBeIsKeptAndFound saves and imports one
// whose every field is full, of letters that take twice their length when packed.
func TestABookmarkAsLargeAsOneMayBeIsKeptAndFound(t *testing.T) {
	l, _, _ := newLibrary(t)
	face := "\U0001F601"
	b := core.Bookmark{
		URL:   "https://h.example/" + strings.Repeat(face, 16_000),
		Title: strings.Repeat(face, core.MaxTitleRunes), Description: strings.Repeat(face, core.MaxDescriptionBytes/4),
	}
	for i := range core.MaxTags {
		b.Tags = append(b.Tags, fmt.Sprintf("%03d", i)+strings.Repeat(face, 252))
	}
	_, err := l.Save(ctx(), core.Save{Bookmark: b, Touched: core.AllFields})
	require.ErrorContains(t, err, "256 tags at most, of 200 KB together")

	report, err := l.Import(ctx(), one(core.Entry{URL: b.URL, Title: b.Title, Description: b.Description, Tags: b.Tags, Number: 1}), core.ImportOptions{Name: "large.json"}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, report.Stored)
	require.Contains(t, fmt.Sprint(report.Warnings), "Only the first 200 KB of tags were taken.")

	b.Tags = b.Tags[:200]
	_, err = l.Save(ctx(), core.Save{Bookmark: b, Touched: core.AllFields})
	require.NoError(t, err)
	page, err := l.Search(ctx(), core.Search{Query: "h.example", Limit: 10, Total: true})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)
	require.NoError(t, l.Flush(ctx(), 0))
	require.Empty(t, l.Check(ctx(), nil))
}
