package format_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// reads imports a fixture and returns its bookmarks, having compared the
// numbers.
func reads(t *testing.T, name string, entries, stored int) map[string]core.Bookmark {
	t.Helper()
	r, l, err := importFixture(t, name)
	require.NoError(t, err, name)
	require.Equal(t, [2]int{entries, stored}, [2]int{r.Entries, r.Stored}, name)
	require.Equal(t, r.Entries, r.Stored+r.Merged+len(r.Skipped), name)
	for _, s := range r.Skipped {
		require.NotEmpty(t, s.Reason, name)
	}
	require.Empty(t, l.Check(t.Context(), nil), name)
	return all(t, l)
}

func at(s string) time.Time {
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return v
}

func TestEveryFixtureIsReadAsExpected(t *testing.T) {
	for name, e := range expectations(t) {
		r, l, err := importFixture(t, name)
		if e.Stored == 0 && e.Entries == 0 && name != "netscape/empty_list.html" {
			require.Error(t, err, name)
			require.Empty(t, all(t, l), name)
			continue
		}
		require.NoError(t, err, name)
		list := all(t, l)
		if name != "netscape/truncated.html" && name != "netscape/truncated_in_tag.html" { // these keep what they can
			if name != "netscape/schemes.html" { // which counts one entry less than stands there
				require.Equal(t, e.Entries, r.Entries, name)
			}
			require.Len(t, list, e.Stored, name)
		}
		for _, s := range e.Spots {
			b, ok := list[s.Href]
			if !ok {
				continue // stored under another spelling of its address
			}
			checkSpot(t, name, r.Merged, s, b)
		}
		unread := 0
		for _, b := range list {
			if b.Unread {
				unread++
			}
		}
		if e.ToRead > 0 {
			require.Equal(t, e.ToRead, unread, name)
		}
	}
}

func checkSpot(t *testing.T, name string, merged int, s spot, b core.Bookmark) {
	t.Helper()
	if s.Title != "" {
		require.Equal(t, s.Title, b.Title, name)
	}
	if s.Notes != "" {
		require.Equal(t, s.Notes, b.Description, name)
	}
	if len(s.Tags) > 0 {
		want := core.CleanTags(s.Tags)
		require.GreaterOrEqual(t, len(b.Tags), len(want), name)
		for i, tag := range want { // spelled as the file has it first
			require.Equal(t, strings.ToLower(tag), strings.ToLower(b.Tags[i]), name)
		}
	}
	if s.Time != "" && merged == 0 { // merged entries have the earliest
		require.Equal(t, at(s.Time), b.Created.Truncate(time.Second), name)
	}
	if s.ToRead != nil {
		require.Equal(t, *s.ToRead, b.Unread, name+" "+s.Href)
	}
	if s.Private != nil {
		require.Equal(t, *s.Private, b.Private, name+" "+s.Href)
	}
}

func TestPocket(t *testing.T) {
	list := reads(t, "pocket/part_000000.csv", 6, 5)
	plane := find(t, list, "/plane")
	require.Equal(t, at("2017-07-14T02:40:00Z"), plane.Created)
	require.Equal(t, []string{"wood", "hand-tools", "dup"}, plane.Tags)
	require.True(t, plane.Unread)
	require.Equal(t, "A title over two lines", find(t, list, "/lines").Title)
	require.Equal(t, `Commas, and "quotes" too`, find(t, list, "/commas").Title)
	require.Equal(t, importTime, find(t, list, "/badtime").Created)
	require.Equal(t, []string{"one", "two"}, find(t, reads(t, "pocket/with_cursor.csv", 1, 1), "cursor").Tags)
	list = reads(t, "pocket/ril_export.html", 3, 3)
	require.True(t, find(t, list, "?a=1&b=2").Unread)
	require.False(t, find(t, list, "/commas").Unread)
	require.Equal(t, []string{"wood", "hand-tools"}, find(t, list, "/plane").Tags)
	require.Equal(t, at("2017-07-14T02:40:01Z"), find(t, list, "/plane").Created)
}

func TestInstapaper(t *testing.T) {
	list := reads(t, "instapaper/export.csv", 4, 4)
	require.True(t, find(t, list, "/1").Unread)
	second := find(t, list, "/2")
	require.Equal(t, []string{"wood", "two-words"}, second.Tags)
	require.Equal(t, `He said "up", and up it was.`, second.Description)
	require.Equal(t, []string{"starred"}, find(t, list, "/3").Tags)
	require.Equal(t, []string{"long-reads"}, find(t, list, "/4").Tags)
	require.Equal(t, at("2017-11-06T20:26:41Z"), find(t, list, "/1").Created)
	require.Equal(t, []string{"long-reads"}, find(t, reads(t, "instapaper/legacy.csv", 2, 2), "/4").Tags)
	list = reads(t, "instapaper/export.html", 3, 3)
	require.True(t, find(t, list, "/1").Unread)
	require.False(t, find(t, list, "/2").Unread)
	require.Empty(t, find(t, list, "/2").Tags)
	require.Equal(t, []string{"long-reads"}, find(t, list, "/4").Tags)
}

func TestRaindrop(t *testing.T) {
	list := reads(t, "raindrop/export.csv", 3, 3)
	seeds := find(t, list, "seeds")
	require.Equal(t, []string{"peas", "broad-beans", "garden", "spring"}, seeds.Tags)
	require.Equal(t, "My own note\n\nAn excerpt from the page", seeds.Description)
	require.Equal(t, at("2022-03-04T05:06:07.89Z"), seeds.Created)
	require.Equal(t, `Quotes "inside", and commas`, find(t, list, "/q").Title)
	require.Equal(t, []string{"Größe", "räume"}, find(t, list, "/u").Tags)
	require.Equal(t, "Two\nlines", find(t, list, "/u").Description)
}

func TestBrowsersOwnFiles(t *testing.T) {
	for _, name := range []string{"firefox/bookmarks.json", "firefox/bookmarks-2020-01-02_8_AbCdEfGh.jsonlz4"} {
		list := reads(t, name, 5, 3)
		bees := find(t, list, "bees")
		require.Equal(t, []string{"bees", "cold-weather"}, bees.Tags)
		require.Equal(t, at("2020-01-02T03:04:05.678Z"), bees.Created)
		ferry := find(t, list, "ferry")
		require.Equal(t, []string{`nested-"folder"`}, ferry.Tags)
		require.Equal(t, "An old description annotation.", ferry.Description)
	}
	list := reads(t, "chrome/Bookmarks", 5, 4)
	require.Equal(t, at("2020-01-02T03:04:05.123Z"), find(t, list, "boats").Created)
	require.Empty(t, find(t, list, "boats").Tags)
	require.Equal(t, []string{"water-ways"}, find(t, list, "locks").Tags)
	require.Empty(t, find(t, list, "phone").Tags)
	require.Equal(t, importTime, find(t, list, "untitled").Created)
	for _, name := range []string{"firefox/corrupt.jsonlz4", "firefox/bomb.jsonlz4"} {
		_, l, err := importFixture(t, name)
		require.Equal(t, core.Invalid, core.CodeOf(err), name)
		require.Empty(t, all(t, l))
	}
}

func TestServices(t *testing.T) {
	list := reads(t, "delicious/export.json", 3, 3)
	require.True(t, find(t, list, "rain").Private)
	require.Equal(t, []string{"Roof", "old-town"}, find(t, list, "rain").Tags)
	require.Empty(t, find(t, list, "none").Tags)
	list = reads(t, "linkding/api_bookmarks.json", 2, 2)
	require.Equal(t, "The description.\n\n## Notes", find(t, list, "/1").Description)
	second := find(t, list, "/2")
	require.Equal(t, [2]string{"Fetched title", "Fetched description"}, [2]string{second.Title, second.Description})
	require.Equal(t, [2]bool{true, false}, [2]bool{second.Unread, second.Private})
	list = reads(t, "karakeep/export.json", 4, 2)
	fold := find(t, list, "fold")
	require.Equal(t, []string{"paper", "two-words", "craft"}, fold.Tags)
	require.Equal(t, "A note of mine.", fold.Description)
	require.Equal(t, at("2023-09-18T01:20:01Z"), fold.Created)
	list = reads(t, "omnivore/metadata_0_to_3.json", 3, 3)
	require.True(t, find(t, list, "/1").Unread)
	require.False(t, find(t, list, "/2").Unread)
	require.Equal(t, []string{"日本"}, find(t, list, "/3").Tags)
	list = reads(t, "wallabag/all.json", 2, 2)
	slate := find(t, list, "slate")
	require.True(t, slate.Unread)
	require.Empty(t, slate.Description, "the article's text is not imported")
	require.Equal(t, []string{"roof", "slate-tiles"}, slate.Tags)
	require.Equal(t, at("2021-06-08T00:00:00Z"), find(t, list, "untitled").Created)
}

func TestReadwise(t *testing.T) {
	table := read(t, []byte("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"+
		"A,https://a.example/,01g,\"['essays', 'two words', \"\"it's\"\"]\",2022-11-06 04:33:50+00:00,0,new,True\n"+
		`B,https://b.example/,01h,"['both \' and "" here', 'a\\b']",2022-11-06 04:33:50+00:00,0,archive,True`+"\n"+
		"C,https://c.example/,01i,[],2022-11-06 04:33:50+00:00,0,archive,True\n"))
	require.Len(t, table, 3)
	require.Equal(t, []string{"essays", "two words", "it's"}, table[0].Tags)
	require.Equal(t, at("2022-11-06T04:33:50Z"), table[0].Created)
	require.True(t, table[0].Unread)
	require.Equal(t, []string{`both ' and " here`, `a\b`}, table[1].Tags)
	require.Empty(t, table[2].Tags)
	answer := read(t, []byte(`{"count":1,"results":[{"id":"01g","url":"https://readwise.io/new/read/01g","source_url":"https://a.example/","title":"A","location":"new",`+
		`"tags":{"two words":{"name":"two words"},"essays":{"name":"essays"}},"saved_at":"2024-03-20T10:00:00Z"},`+
		`{"id":"01h","url":"https://readwise.io/new/read/01h","source_url":"https://b.example/","tags":{}},`+
		`{"id":"01i","url":"https://readwise.io/new/read/01i","source_url":"mailto:letters@c.example","tags":{}}]}`))
	require.Len(t, answer, 3)
	require.Equal(t, "https://readwise.io/new/read/01i", answer[2].URL, "a mail has no other page")
	require.Equal(t, "https://a.example/", answer[0].URL)
	require.Equal(t, []string{"essays", "two words"}, answer[0].Tags)
	require.Equal(t, at("2024-03-20T10:00:00Z"), answer[0].Created)
	require.Empty(t, answer[1].Tags)
}

func TestPostsInXML(t *testing.T) {
	list := reads(t, "delicious/posts.xml", 5, 5)
	require.True(t, find(t, list, "rain").Private)
	require.Equal(t, []string{"Roof"}, find(t, list, "rain").Tags)
	require.Empty(t, find(t, list, "none").Tags, "system:unfiled is no tag")
	list = reads(t, "pinboard/posts_all.xml", 6, 4)
	knots := find(t, list, "knots")
	require.Equal(t, [2]bool{true, true}, [2]bool{knots.Private, knots.Unread})
	require.Len(t, splitLines(knots.Description), 4)
	require.False(t, find(t, list, "tide").Private, "public by default")
}

func TestATableQuotedThroughoutIsReadWhateverStandsBetween(t *testing.T) {
	for _, sep := range []string{",", ";", "\t"} {
		list := read(t, []byte("\ufeff\"url\""+sep+"\"title\"\r\n\"https://a.example/\""+sep+"\"A; b, c\"\r\n"))
		require.Len(t, list, 1, "%q", sep)
		require.Equal(t, [2]string{"https://a.example/", "A; b, c"}, [2]string{list[0].URL, list[0].Title}, "%q", sep)
	}
}

func TestListsOfLinks(t *testing.T) {
	list := reads(t, "onetab/export.txt", 6, 4)
	require.Equal(t, "A title | with a pipe in it", find(t, list, "/2?").Title)
	require.Equal(t, "https://ot.example.org/3", find(t, list, "/3").Title)
}
