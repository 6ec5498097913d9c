package format_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/core/memstore"
)

// written is what a library gives in a format.
func written(t *testing.T, l *core.Library, name format.Name) []byte {
	t.Helper()
	writer, err := format.WriterOf(string(name))
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, writer.Write(&file, l.Export(t.Context(), "")))
	return file.Bytes()
}

func empty(t *testing.T, seed byte) *core.Library {
	t.Helper()
	source := rand.NewChaCha8([32]byte{seed})
	l, err := core.Open(t.Context(), memstore.New().Open(), core.Options{
		Now: func() time.Time { return importTime }, Random: func(p []byte) { source.Read(p) },
	})
	require.NoError(t, err)
	return l
}

// TestExportImportExportGivesTheSameBytes: what a format holds comes back into
// an empty library as it was, order included.
func TestExportImportExportGivesTheSameBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, name := range []format.Name{format.PinboardJSON, format.Netscape, format.PinboardXML, format.CSV} {
		for round := range 25 {
			first := empty(t, 1)
			n := r.IntN(40)
			_, err := first.Import(t.Context(), func(yield func(core.Entry, error) bool) {
				for i := range n {
					b := random(r)
					e := core.Entry{URL: b.URL, Title: b.Title, Description: b.Description, Tags: b.Tags, Unread: b.Unread, Private: core.No, Created: b.Created, Updated: b.Updated, Number: i + 1}
					if b.Private {
						e.Private = core.Yes
					}
					if !yield(e, nil) {
						return
					}
				}
			}, core.ImportOptions{}, nil)
			require.NoError(t, err)
			// What XML cannot hold is lost in the first file and not again.
			file := written(t, first, name)
			second := empty(t, 2)
			kind, entries, err := format.Read(bytes.NewReader(file), format.Options{Now: importTime})
			require.NoError(t, err)
			require.Equal(t, name, kind)
			_, err = second.Import(t.Context(), entries, core.ImportOptions{Private: !kind.PublicByDefault()}, nil)
			require.NoError(t, err)
			require.Equal(t, string(file), string(written(t, second, name)), "%s, round %d", name, round)
			require.Empty(t, second.Check(t.Context(), nil))
		}
	}
}

// wellFormed reads XML to its end.
func wellFormed(file []byte) error {
	d := xml.NewDecoder(bytes.NewReader(file))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func TestATableHoldsNoFormulas(t *testing.T) {
	l := empty(t, 3)
	for i, title := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "＝1", "plain"} {
		_, err := l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: "https://example.org/" + string(rune('a'+i)), Title: title, Description: "\t=2"}, Touched: core.FieldTitle | core.FieldDescription})
		require.NoError(t, err)
	}
	file := string(written(t, l, format.CSV))
	for _, cell := range []string{"'=1+1", "'+1", "'-1", "'@SUM(A1)", "''=1", "'＝1", ",plain,"} {
		require.Contains(t, file, cell)
	}
	require.NotRegexp(t, `(?m)(^|,)"?[=+\-@\t\r]`, file)
}

func TestWhatIsOnlyWrittenIsWellFormedWhateverItHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	l := empty(t, 4)
	_, err := l.Import(t.Context(), func(yield func(core.Entry, error) bool) {
		for i := range 60 {
			b := random(r)
			yield(core.Entry{URL: b.URL + string(rune('0'+i)), Title: b.Title, Description: b.Description, Tags: b.Tags, Created: b.Created, Number: i + 1}, nil)
		}
	}, core.ImportOptions{}, nil)
	require.NoError(t, err)
	for _, name := range []format.Name{format.OPML, format.RSS, format.PinboardXML} {
		require.NoError(t, wellFormed(written(t, l, name)), name)
	}
	page := string(written(t, l, format.WebPage))
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, `href="javascript`)
	for _, name := range []format.Name{format.Markdown, format.Org} {
		_, list, err := urls(written(t, l, name))
		require.NoError(t, err, name)
		require.Len(t, list, len(all(t, l)), name)
	}
}
