package format_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
)

// hostile are strings that break careless readers and writers.
var hostile = []string{
	`plain`, `"quotes" 'single' \back`, `<script>alert(1)</script>`, "</A><DT><A HREF=\"javascript:x\">", "&amp;copy=2 &lt; &", "tab\tand\u2028line",
	"\u202Ereversed\u202C", "日本語 🐝 é e\u0301", "{}[]:,", "</DL><p>", "\ufffd", "a\nb\n\nc", "  edges  ", "\n\u00a0", "",
}

func random(r *rand.Rand) core.Bookmark {
	pick := func() string { return hostile[r.IntN(len(hostile))] + " " + hostile[r.IntN(len(hostile))] }
	b := core.Bookmark{
		URL:         "https://example.org/?q=a&copy=2\"<>" + string(rune('a'+r.IntN(26))),
		Title:       strings.Join(strings.Fields(pick()), " "),
		Description: pick(),
		Private:     r.IntN(2) == 0,
		Unread:      r.IntN(2) == 0,
		Created:     time.Unix(700_000_000+r.Int64N(1_000_000_000), 0).UTC(),
	}
	b.Updated = b.Created.Add(time.Duration(r.IntN(9)) * time.Hour)
	for range r.IntN(5) {
		b.Tags = core.JoinTags(b.Tags, []string{core.CleanTag(pick())})
	}
	if r.IntN(5) == 0 {
		b.Tags = core.JoinTags([]string{"toread"}, b.Tags)
	}
	return b
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range []format.Name{format.PinboardJSON, format.Netscape, format.PinboardXML, format.CSV} {
		writer, err := format.WriterOf(string(name))
		require.NoError(t, err)
		for range 300 {
			want := make([]core.Bookmark, r.IntN(4))
			for i := range want {
				want[i] = random(r)
			}
			var file bytes.Buffer
			require.NoError(t, writer.Write(&file, func(yield func(core.Bookmark, error) bool) {
				for _, b := range want {
					if !yield(b, nil) {
						return
					}
				}
			}))
			got, entries, err := format.Read(bytes.NewReader(file.Bytes()), format.Options{Now: importTime})
			require.NoError(t, err)
			require.Equal(t, name, got)
			i := 0
			for e, err := range entries {
				require.NoError(t, err, file.String())
				requireSame(t, &want[i], &e, name)
				i++
			}
			require.Equal(t, len(want), i)
		}
	}
}

func requireSame(t *testing.T, b *core.Bookmark, e *core.Entry, name format.Name) {
	t.Helper()
	require.Equal(t, b.URL, e.URL)
	require.Equal(t, b.Title, strings.Join(strings.Fields(e.Title), " "))
	require.Equal(t, b.Description, e.Description)
	require.Equal(t, core.JoinTags(nil, b.Tags), core.JoinTags(nil, e.Tags))
	require.Equal(t, b.Private, e.Private == core.Yes)
	require.Equal(t, b.Unread, e.Unread)
	require.True(t, b.Created.Equal(e.Created))
	if name == format.Netscape || name == format.CSV {
		require.True(t, b.Updated.Equal(e.Updated))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`[{"href":"https://example.org/","description":"T","tags":"a b","time":"2016-01-02T03:04:05Z"}]`))
	f.Add([]byte("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>F</H3><DL><p><DT><A HREF=\"https://example.org/\" TAGS=\"a,b\">T</A><DD>n\n</DL>"))
	f.Add([]byte("<DT><A HREF='x\x00<!-- --><DD><DL"))
	f.Add([]byte{0xff, 0xfe, '<', 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		read := func() (n int, failed bool) {
			_, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: importTime})
			if err != nil {
				require.Equal(t, core.Invalid, core.CodeOf(err))
				return 0, true
			}
			for _, err := range entries {
				require.False(t, failed, "nothing follows an error")
				failed = err != nil
				n++
			}
			return n, failed
		}
		n, failed := read()
		again, failedAgain := read()
		require.Equal(t, n, again)
		require.Equal(t, failed, failedAgain)
		require.LessOrEqual(t, n, len(raw)+1)
	})
}

func TestHostileSizesAreReadInOnePass(t *testing.T) {
	for name, file := range map[string]string{
		"deep lists":   "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + strings.Repeat("<DT><H3>f</H3><DL><p>", 1_000_000) + `<DT><A HREF="https://example.org/">T</A>`,
		"open quote":   `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="` + strings.Repeat("x", 100<<20),
		"attributes":   "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A " + strings.Repeat("a=b ", 500_000) + ">T</A>",
		"less-than":    "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://example.org/\">T</A><DD>" + strings.Repeat("<", 3<<20),
		"ampersands":   "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://example.org/\">" + strings.Repeat("&", 3<<20) + "</A>",
		"open comment": "<!DOCTYPE NETSCAPE-Bookmark-file-1><!--" + strings.Repeat("-", 3<<20),
	} {
		_, entries, err := format.Read(strings.NewReader(file), format.Options{Now: importTime})
		require.NoError(t, err, name)
		n := 0
		for _, err := range entries {
			require.NoError(t, err, name)
			n++
		}
		require.LessOrEqual(t, n, 1, name)
	}
}
