package netscape_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/netscape"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func read(t *testing.T, text string) []core.Entry {
	t.Helper()
	var list []core.Entry
	for e, err := range netscape.Read(strings.NewReader(text), now) {
		require.NoError(t, err)
		list = append(list, e)
	}
	return list
}

func TestALinkCarriesWhatItsFileSays(t *testing.T) {
	list := read(t, `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><H3>Outer</H3>
<DL><p>
<DT><A HREF="https://example.org/?a=1&amp;b=2" ADD_DATE="1500000000" LAST_MODIFIED="1600000000" PRIVATE="1" TOREAD="1" TAGS="one,two words,toread">A &lt;title&gt;</A>
<DD>First line
second &amp; last
<DT><A href=https://example.org/2 tags='a b'>Plain</A>
</DL><p>
</DL><p>`)
	require.Len(t, list, 2)
	e := list[0]
	require.Equal(t, "https://example.org/?a=1&b=2", e.URL)
	require.Equal(t, "A <title>", e.Title)
	require.Equal(t, "First line\nsecond & last", e.Description)
	require.Equal(t, []string{"one", "two words"}, e.Tags)
	require.Equal(t, []string{"Outer"}, e.Folders)
	require.Equal(t, core.Yes, e.Private)
	require.True(t, e.Unread)
	require.Equal(t, int64(1500000000), e.Created.Unix())
	require.Equal(t, int64(1600000000), e.Updated.Unix())
	require.Equal(t, [2]int{1, 5}, [2]int{e.Number, e.Line})
	require.Equal(t, []string{"a", "b"}, list[1].Tags)
	require.Equal(t, core.Unset, list[1].Private)
	require.Equal(t, [2]int{2, 8}, [2]int{list[1].Number, list[1].Line})
}

func TestTheTagToreadIsToldFromTheFlag(t *testing.T) {
	for tags, want := range map[string][]string{
		"a,toread": {"a"}, "toread": {}, "toread,a,toread": {"toread", "a"}, "a": {"a"},
	} {
		list := read(t, `<DL><DT><A HREF="https://example.org/" TOREAD="1" TAGS="`+tags+`">T</A></DL>`)
		require.ElementsMatch(t, want, list[0].Tags, tags)
	}
	list := read(t, `<DL><DT><A HREF="https://example.org/" TAGS="a,toread">T</A></DL>`)
	require.Equal(t, []string{"a", "toread"}, list[0].Tags, "without the flag it is a tag like others")
}

func TestFoldersEndWithTheirLists(t *testing.T) {
	list := read(t, `<DL><DT><H3>Bookmarks bar</H3><DL><DT><H3>A</H3><DL><DT><A HREF="https://example.org/1">1</A><DT><H3>B</H3><DL>
<DT><A HREF="https://example.org/2">2</A></DL><DT><A HREF="https://example.org/3">3</A></DL></DL></DL></DL></DL><DT><A HREF="https://example.org/4">4</A>`)
	require.Len(t, list, 4)
	for i, want := range [][]string{{"A"}, {"A", "B"}, {"A"}, nil} {
		require.Equal(t, want, list[i].Folders, i)
	}
}

func TestAWordLikeARootIsAFolderWhereANamedOneStandsAroundIt(t *testing.T) {
	list := read(t, `<DL><DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3><DL>
<DT><H3>Cooking</H3><DL>
<DT><H3>Menu</H3><DL><DT><A HREF="https://a.example/">A</A></DL>
<DT><H3>Other bookmarks</H3><DL><DT><H3>Links</H3><DL><DT><A HREF="https://b.example/">B</A></DL></DL>
</DL>
<DT><H3>Imported</H3><DL><DT><H3>Favorites</H3><DL><DT><A HREF="https://c.example/">C</A></DL></DL>
</DL></DL>`)
	require.Len(t, list, 3)
	for i, want := range [][]string{{"Cooking", "Menu"}, {"Cooking", "Links"}, nil} {
		require.Equal(t, want, list[i].Folders, i)
	}
}

func TestBrokenMarkupLosesNoLinkBehindIt(t *testing.T) {
	for name, broken := range map[string]string{
		"nothing":          ``,
		"open title":       `<DT><A HREF="https://example.org/x">never closed`,
		"stray less-than":  `<DT><A HREF="https://example.org/x">1 < 2</A><DD>3 < 4 <5`,
		"script":           `<DT><A HREF="https://example.org/x">x</A><DD><script>if (a<b) {}</script>`,
		"comment":          `<!-- <DT><A HREF="https://example.org/no">no</A> -->`,
		"stray ends":       `</DL></DL></H3></A></p>`,
		"attributes":       `<DT><A = == HREF HREF= >x</A>`,
		"NULs":             "<DT><A HREF=\"https://example.org/\x00x\">a\x00b</A>\x00",
		"entities":         `<DT><A HREF="https://example.org/x">&#0;&#xFFFFFFFF;&bogus;&amp</A>`,
		"nested link":      `<DT><A HREF="https://example.org/x">x</A><DD><a href="https://example.org/in-notes">y</a>`,
		"open quote":       `<DT><A HREF="https://example.org/x>x</A>`,
		"single quote end": `<DT><A HREF='https://example.org/x" TAGS='a'>x</A>`,
	} {
		list := read(t, "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"+broken+"\n<DT><A HREF=\"https://example.org/last\">Last</A>\n</DL>")
		require.NotEmpty(t, list, name)
		require.Equal(t, "https://example.org/last", list[len(list)-1].URL, name)
		require.Equal(t, "Last", list[len(list)-1].Title, name)
		for _, e := range list {
			require.NotContains(t, e.URL, "/no", name)
			require.NotContains(t, e.URL, "in-notes", name)
		}
	}
}

func TestAQuoteThatIsNotClosedEndsWithItsItem(t *testing.T) {
	list := read(t, "<DL><DT><A HREF=\"https://a.example/1>One</A>\n<DT><A HREF=\"https://a.example/2\" TAGS=\"x>Two</A>\n</DL>")
	require.Len(t, list, 2)
	require.Equal(t, []string{"https://a.example/1", "https://a.example/2"}, []string{list[0].URL, list[1].URL})
	require.Equal(t, []string{"x"}, list[1].Tags)
}

func TestNotesEndWithTheirElementWhereItIsClosed(t *testing.T) { // as Nextcloud writes them
	list := read(t, "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DT><A HREF=\"https://a.example/\" TAGS=\"one,two\">A</A>\n<DD>Words</DD>\n"+
		"<DT><A HREF=\"https://b.example/\">B</A>\n<DD>Last</DD>\n</p></DL>")
	require.Len(t, list, 2)
	require.Equal(t, []string{"Words", "Last"}, []string{list[0].Description, list[1].Description})
}

func TestAFileThatIsCutOffWarnsOnItsLastLink(t *testing.T) {
	list := read(t, "<DL><DL><DT><A HREF=\"https://example.org/1\">One</A>\n<DT><A HREF=\"https://example.org/2\">Tw")
	require.Len(t, list, 2)
	require.Empty(t, list[0].Warnings)
	require.Len(t, list[1].Warnings, 1)
	require.Equal(t, "Tw", list[1].Title)
}

// quick fails a test whose work is more than linear.
func quick(t *testing.T, name string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal(name + " takes for ever")
	}
}

func TestHostileSizesAreReadInOnePass(t *testing.T) {
	link := `<DT><A HREF="https://example.org/">T</A>`
	for name, file := range map[string]string{
		"a million lists deep": strings.Repeat("<DT><H3>f</H3><DL><p>", 1_000_000) + link,
		"a million ends":       strings.Repeat("</DL>", 1_000_000) + link,
		"10 MB attribute":      `<DT><A ICON="` + strings.Repeat("x", 10<<20) + `" HREF="https://example.org/">T</A>`,
		"10 MB title":          `<DT><A HREF="https://example.org/">` + strings.Repeat("t", 10<<20) + `</A>`,
		"10 MB notes":          link + "<DD>" + strings.Repeat("n ", 5<<20),
		"NULs":                 strings.Repeat("\x00", 10<<20) + link,
		"a million notes":      link + strings.Repeat("<DD>x", 1_000_000),
		"a million tags":       `<DT><A HREF="https://example.org/" TAGS="` + strings.Repeat("t,", 1_000_000) + `">T</A>`,
	} {
		quick(t, name, func() {
			list := read(t, "<DL>"+file)
			require.Len(t, list, 1, name)
			require.LessOrEqual(t, len(list[0].Title), 2<<20, name)
			require.LessOrEqual(t, len(list[0].Description), 2<<20, name)
			require.LessOrEqual(t, len(list[0].Folders), 1000, name)
		})
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("https://example.org/?a&b=\"", "T <b> & \"", "  n\n\n ", "tag", true, false)
	f.Add("x", "</A><DT>", "<DD></DL>&#32;", "toread", false, true)
	f.Add("&amp;", "&lt;", "\u00a0\u2028", "a&b", true, true)
	f.Fuzz(func(t *testing.T, url, title, notes, tag string, private, unread bool) {
		for _, s := range []*string{&url, &title, &notes, &tag} {
			if len(*s) > 1<<10 || strings.ContainsAny(*s, "\x00\r") {
				return
			}
		}
		b := core.Bookmark{URL: url, Title: title, Description: notes, Private: private, Unread: unread, Created: now.Add(-time.Hour), Updated: now.Add(-time.Minute)}
		if tag = core.CleanTag(tag); tag != "" {
			b.Tags = []string{tag}
		}
		var file bytes.Buffer
		require.NoError(t, netscape.Write(&file, func(yield func(core.Bookmark, error) bool) { yield(b, nil) }))
		list := read(t, file.String())
		require.Len(t, list, 1, "%s", file.String())
		e := list[0]
		require.Equal(t, url, e.URL)
		require.Equal(t, title, e.Title)
		require.Equal(t, notes, e.Description)
		require.Equal(t, b.Tags, append([]string(nil), e.Tags...))
		require.Equal(t, [2]bool{private, unread}, [2]bool{e.Private == core.Yes, e.Unread})
		require.True(t, b.Created.Equal(e.Created) && b.Updated.Equal(e.Updated))
	})
}
