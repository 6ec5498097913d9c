package format_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
)

// archive packs files, name and content in turn.
func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		require.NoError(t, err)
		_, err = w.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// urls reads a file's addresses up to the error that refuses it.
func urls(raw []byte) (name format.Name, list []string, failed error) {
	name, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: importTime})
	if err != nil {
		return "", nil, err
	}
	for e, err := range entries {
		if err != nil {
			return name, list, err
		}
		list = append(list, e.URL)
	}
	return name, list, nil
}

func TestATagNamedLikeAFieldMakesNoOtherFormat(t *testing.T) {
	for file, want := range map[string]format.Name{
		`[{"href":"https://a.example/","description":"A","extended":"","tags":"roots"}]`:                                             format.PinboardJSON,
		`{"bookmarks":[{"createdAt":1695000001,"title":"A","tags":["roots"],"content":{"type":"link","url":"https://a.example/"}}]}`: format.ServiceJSON,
		`[{"url":"https://a.example/","title":"A","labels":["toread"],"savedAt":"2024-01-01T00:00:00Z","state":"Active"}]`:           format.ServiceJSON,
		`[{"href" : "https://a.example/","description":"\"roots\": a song","tags":"roots \"roots\""}]`:                               format.PinboardJSON,
	} {
		name, list, err := urls([]byte(file))
		require.NoError(t, err, file)
		require.Equal(t, want, name, file)
		require.Equal(t, []string{"https://a.example/"}, list, file)
	}
}

func TestAnArchiveOfPartsIsReadPartByPart(t *testing.T) {
	part, err := os.ReadFile(filepath.Join(fixtures, "pocket/with_cursor.csv"))
	require.NoError(t, err)
	name, list, err := urls(archive(t, "../../part_000001.csv", "url,title\nhttps://b.example/,B\n", "part_000000.csv", string(part), "annotations/part.json", `{"highlights":[]}`))
	require.NoError(t, err)
	require.Equal(t, format.CSV, name)
	require.ElementsMatch(t, []string{"https://po.example.org/cursor", "https://b.example/"}, list)
}

func TestWhatABrowserExportsBesideItsBookmarksIsPassedOver(t *testing.T) {
	const bookmarks = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://a.example/\">A</A>\n</DL><p>\n"
	const visits = `{"metadata":{"browser_name":"Safari","data_type":"history"},"history":[{"url":"https://visited.example/","title":"V"}]}`
	const secrets = "Title,URL,Username,Password,Notes,OTPAuth\nBank,https://bank.example/,me,hunter2,<dl> the other one,\n"
	for _, files := range [][]string{
		{"Bookmarks.html", bookmarks, "History.json", visits, "Passwords.csv", secrets},
		{"Passwords.csv", secrets, "History.json", visits, "Bookmarks.html", bookmarks},
	} {
		name, list, err := urls(archive(t, files...))
		require.NoError(t, err)
		require.Equal(t, format.Netscape, name)
		require.Equal(t, []string{"https://a.example/"}, list)
	}
	for _, raw := range [][]byte{[]byte(secrets), archive(t, "Passwords.csv", secrets), []byte(strings.ReplaceAll(secrets, ",", ";"))} {
		_, _, err := urls(raw)
		require.Equal(t, core.Invalid, core.CodeOf(err))
		require.ErrorContains(t, err, "This is a table of passwords, not of bookmarks.")
	}
	_, _, err := urls(archive(t, "History.json", visits))
	require.ErrorContains(t, err, "without a list of bookmarks")
	_, _, err = urls(archive(t, "a.json", `[{"url":"https://a.example/","link":"x"},`, "b.html", bookmarks))
	require.Equal(t, core.Invalid, core.CodeOf(err), "a list that breaks off is not passed over")
}

func TestArchivesThatHideSomethingAreRefused(t *testing.T) {
	bomb := "url,title\n" + strings.Repeat("https://a.example/,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 200_000)
	cut := archive(t, "a.csv", "url,title\nhttps://a.example/,A\n")
	for what, raw := range map[string][]byte{
		"grows beyond":    archive(t, "a.csv", bomb),
		"damaged":         cut[:len(cut)-30],
		"no file in this": archive(t),
		"Pinfold reads":   archive(t, "readme.txt", "only words here"),
	} {
		_, _, err := urls(raw)
		require.Equal(t, core.Invalid, core.CodeOf(err), what)
		require.ErrorContains(t, err, what)
	}
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestAFilePackedByGzipIsReadAsWhatItHolds(t *testing.T) {
	whole := zipped(t, "url,title\nhttps://a.example/,A\nhttps://b.example/,B\n")
	name, list, err := urls(whole)
	require.NoError(t, err)
	require.Equal(t, format.CSV, name)
	require.Equal(t, []string{"https://a.example/", "https://b.example/"}, list)
	bomb := "url,title\n" + strings.Repeat("https://a.example/,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 200_000)
	for what, raw := range map[string][]byte{
		"grows beyond": zipped(t, bomb),
		"damaged":      whole[:len(whole)-6],
	} {
		_, _, err := urls(raw)
		require.Equal(t, core.Invalid, core.CodeOf(err), what)
		require.ErrorContains(t, err, what)
	}
	for i := 3; i < len(whole); i++ { // any bit may flip: an answer or an error, never a crash
		bad := bytes.Clone(whole)
		bad[i] ^= 0x55
		urls(bad)
	}
}

func TestAPackedBackupThatLiesIsRefused(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(fixtures, "firefox/bookmarks-2020-01-02_8_AbCdEfGh.jsonlz4"))
	require.NoError(t, err)
	for i := 12; i < len(good); i += 7 { // any bit may flip: an answer or an error, never a crash
		bad := bytes.Clone(good)
		bad[i] ^= 0x55
		urls(bad)
	}
	for n := range len(good) {
		_, _, err := urls(good[:n])
		require.Error(t, err, n)
	}
}

// FuzzAnyFile gives any bytes to whatever reads them. Each entry keeps its number
// and has a source, and what an error says is for the person.
func FuzzAnyFile(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(fixtures, "*", "*"))
	require.NoError(f, err)
	for _, path := range files {
		raw, err := os.ReadFile(path)
		require.NoError(f, err)
		if len(raw) < 1<<16 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: importTime})
		if err != nil {
			require.Equal(t, core.Invalid, core.CodeOf(err))
			return
		}
		seen := make(map[int]bool) // Karakeep's entries that are in lists come last
		for e, err := range entries {
			if err != nil {
				require.Equal(t, core.Invalid, core.CodeOf(err), err)
				return
			}
			require.Positive(t, e.Number)
			require.False(t, seen[e.Number], "its number is its own")
			seen[e.Number] = true
			require.NotNil(t, e.Source)
		}
	})
}

func TestDeepAndWideFilesAreReadOrRefused(t *testing.T) {
	deep := `{"guid":"root","typeCode":2,"children":[` + strings.Repeat(`{"title":"f","typeCode":2,"children":[`, 200_000)
	_, _, err := urls([]byte(deep))
	require.Equal(t, core.Invalid, core.CodeOf(err))
	nested := `{"roots":{"other":{"children":[` + strings.Repeat(`{"name":"f","children":[`, 3000) + `{"name":"x","url":"https://a.example/"}` + strings.Repeat(`]}`, 3000) + `]}}}`
	_, list, err := urls([]byte(nested))
	require.NoError(t, err)
	require.Equal(t, []string{"https://a.example/"}, list)
	wide := "url,title\nhttps://a.example/,\"" + strings.Repeat("x", 20<<20)
	_, list, err = urls([]byte(wide + "\"\n"))
	require.NoError(t, err)
	require.Len(t, list, 1)
	_, _, err = urls([]byte(wide))
	require.Equal(t, core.Invalid, core.CodeOf(err), "its mark does not end")
	_, _, err = urls([]byte(`<posts>` + strings.Repeat("<a>", 300_000)))
	require.Equal(t, core.Invalid, core.CodeOf(err))
	_, _, err = urls([]byte(`[{"href":"https://a.example/","tags":` + strings.Repeat("[", 500_000)))
	require.Equal(t, core.Invalid, core.CodeOf(err))
}

func TestAnArchiveIsAsPrivateAsItsMostPrivatePart(t *testing.T) {
	const open = `[{"href":"https://a.example/","description":"A"}]`
	const closed = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://b.example/\">B</A>\n</DL><p>\n"
	for _, files := range [][]string{{"a.json", open, "b.html", closed}, {"a.html", closed, "b.json", open}} {
		name, list, err := urls(archive(t, files...))
		require.NoError(t, err)
		require.Len(t, list, 2)
		require.False(t, name.PublicByDefault())
	}
	name, _, err := urls(archive(t, "a.json", open, "b.json", open))
	require.NoError(t, err)
	require.True(t, name.PublicByDefault())
}

func TestABackupAmongOtherFilesIsRefused(t *testing.T) {
	const backup = `{"format":"pinfold","version":1,"library":"33703b71-58a0-4611-8e93-37376b0e4da8","settings":{}}` + "\n" +
		`{"bookmark":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","url":"https://a.example/","tags":[],"created":"2026-01-01T00:00:00.000Z","updated":"2026-01-01T00:00:00.000Z"}}` + "\n"
	const other = "url,title\nhttps://a.example/,A\n"
	for _, files := range [][]string{{"a.csv", other, "b.jsonl", backup}, {"a.jsonl", backup, "b.csv", other}} {
		_, _, err := urls(archive(t, files...))
		require.Equal(t, core.Invalid, core.CodeOf(err))
		require.ErrorContains(t, err, "restore it alone")
	}
	name, _, err := urls(archive(t, "a.jsonl", backup))
	require.NoError(t, err)
	require.Equal(t, format.Backup, name)
}

func TestWhatIsPackedGrowsToTheBoundOfWhoeverAsks(t *testing.T) {
	text := "url,title\n" + strings.Repeat("https://a.example/,A\n", 1000)
	for _, raw := range [][]byte{archive(t, "a.csv", text), zipped(t, text)} {
		for most, refused := range map[int64]bool{int64(len(text)): false, int64(len(text)) - 1: true} {
			_, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: importTime, MaxUnpacked: most})
			if err == nil {
				for _, err = range entries {
					if err != nil {
						break
					}
				}
			}
			require.Equal(t, refused, core.CodeOf(err) == core.Invalid, "%v", err)
		}
	}
}

func TestTheArticlesOfAnArchiveAreNoBookmarks(t *testing.T) {
	const article = `<DIV class="page" id="readability-page-1"><dl><dt><a href="https://inside.example/">x</a></dt><dd>y</dd></dl></DIV>`
	const list = `[{"id":"1","slug":"a","title":"A","url":"https://a.example/","state":"Active","labels":[],"savedAt":"2024-09-10T11:12:13.000Z"}]`
	name, got, err := urls(archive(t, "content/a.html", article, "metadata_0_to_1.json", list))
	require.NoError(t, err)
	require.Equal(t, format.ServiceJSON, name)
	require.Equal(t, []string{"https://a.example/"}, got)
}
