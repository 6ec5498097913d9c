// Package demo_test reads the library that ./build.sh run opens for a person who
// has none of their own.
package demo_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/core/memstore"
	"pinfold/core/pinboard"
)

// opened imports the demo into an empty library.
func opened(t *testing.T) (raw []byte, report core.Report, l *core.Library) {
	t.Helper()
	raw, err := os.ReadFile("library.json")
	require.NoError(t, err)
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	source := rand.NewChaCha8([32]byte{1})
	l, err = core.Open(context.Background(), memstore.New().Open(), core.Options{
		Now:    func() time.Time { return now },
		Random: func(p []byte) { source.Read(p) },
	})
	require.NoError(t, err)
	name, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: now})
	require.NoError(t, err)
	require.Equal(t, format.PinboardJSON, name)
	report, err = l.Import(context.Background(), entries, core.ImportOptions{Name: "demo"}, nil)
	require.NoError(t, err)
	return raw, report, l
}

func TestTheDemoIsImportedWithoutAWordOfComplaint(t *testing.T) {
	raw, r, l := opened(t)
	require.GreaterOrEqual(t, r.Stored, 100)
	require.Equal(t, r.Entries, r.Stored, "no address stands there twice")
	require.Empty(t, r.Skipped)
	require.Empty(t, r.Warnings)
	var again bytes.Buffer
	require.NoError(t, pinboard.Write(&again, l.Export(context.Background(), "")))
	require.Equal(t, string(raw), again.String(), "all nine fields are as Pinfold writes them")
}

func TestTheDemoShowsWhatALibraryIs(t *testing.T) {
	_, _, l := opened(t)
	count := func(query string) int {
		p, err := l.Search(context.Background(), core.Search{Query: query, Total: true})
		require.NoError(t, err)
		return p.Total
	}
	years := make(map[int]bool)
	quoted := 0
	for b, err := range l.Export(context.Background(), "") {
		require.NoError(t, err)
		years[b.Created.Year()] = true
		require.GreaterOrEqual(t, len(b.Tags), 3, b.URL)
		require.LessOrEqual(t, len(b.Tags), 6, b.URL)
		require.NotEmpty(t, b.Description, b.URL)
		if strings.Contains(b.Description, "> ") {
			quoted++
		}
	}
	for year := 2009; year <= 2026; year++ {
		require.True(t, years[year], year)
	}
	require.GreaterOrEqual(t, quoted, 5)
	require.GreaterOrEqual(t, count("is:private"), 3)
	require.GreaterOrEqual(t, count("is:unread"), 3)
	for _, pair := range []string{"#databases #distributed-systems", "#web #standards", "#history #essay", "#search #performance", "#go #blog", "#design #web #essay"} {
		require.GreaterOrEqual(t, count(pair), 2, pair)
	}
}
