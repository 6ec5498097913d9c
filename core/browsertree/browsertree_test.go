package browsertree_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/browsertree"
)

// What Firefox answers to an extension in another language, with the mark that
// the page puts at its top.
const firefox = `{"id":"root________","title":"","type":"folder","root":"placesRoot","children":[
{"id":"menu________","title":"Lesezeichen-Menü","type":"folder","children":[
 {"id":"a","title":"","url":"data:","type":"separator"},
 {"id":"b","title":"Recipes","type":"folder","children":[{"id":"c","title":"Bread","url":"https://a.example/bread","dateAdded":1447632000123,"type":"bookmark"}]}]},
{"id":"toolbar_____","title":"Etwas Eigenes","type":"folder","children":[{"id":"d","title":"Tides","url":"https://a.example/tides","dateAdded":1447632000000.5,"type":"bookmark"}]}]}`

func TestWhatABrowserAnswersGivesNoTagsOfItsOwnFolders(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	var got []string
	for e, err := range browsertree.Read(strings.NewReader(firefox), now) {
		require.NoError(t, err)
		got = append(got, e.URL+" "+e.Title+" "+strings.Join(e.Folders, "/")+" "+e.Created.UTC().Format(time.RFC3339Nano))
	}
	require.Equal(t, []string{
		"https://a.example/bread Bread Recipes 2015-11-16T00:00:00.123Z",
		"https://a.example/tides Tides  2015-11-16T00:00:00Z",
	}, got)
}

func TestAWordLikeARootIsAFolderWhereANamedOneStandsAroundIt(t *testing.T) {
	const link = `{"name":"A","type":"url","url":"https://a.example/"}`
	folder := func(name, inside string) string { return `{"name":"` + name + `","children":[` + inside + `]}` }
	for tree, want := range map[string][]string{
		folder("Cooking", folder("Menu", link)):                     {"Cooking", "Menu"},
		folder("Imported", folder("Favorites", link)):               nil,
		folder("Cooking", folder("Other bookmarks", link)):          {"Cooking"},
		folder("Imported", folder("Cooking", folder("Menu", link))): {"Cooking", "Menu"},
	} {
		for e, err := range browsertree.Read(strings.NewReader(`{"roots":{"other":`+folder("Other bookmarks", tree)+`}}`), time.Now()) {
			require.NoError(t, err)
			require.Equal(t, want, e.Folders, tree)
		}
	}
}

// TestATreeOfMoreNodesThanTheMemoryHoldsIsRefused reads small files of which each
// byte or two would become a node.
func TestATreeOfMoreNodesThanTheMemoryHoldsIsRefused(t *testing.T) {
	for _, node := range []string{"{},", "null,", "0,", `"\",",`, "[],"} {
		text := `{"root":"placesRoot","children":[` + strings.Repeat(node, 4_000_000) + `{}]}`
		var refused error
		for _, err := range browsertree.Read(strings.NewReader(text), time.Now()) {
			require.Error(t, err)
			refused = err
		}
		require.ErrorContains(t, refused, "more than two million bookmarks")
	}
}

func TestRootsThatOnlyOneBrowserHasAreReadToo(t *testing.T) { // Opera's
	const opera = `{"roots":{"bookmark_bar":{"children":[{"name":"Bar","type":"url","url":"https://a.example/"}]},
"custom_root":{"trash":{"children":[{"name":"Gone","type":"url","url":"https://gone.example/"}]},
"userRoot":{"children":[{"name":"Recipes","type":"folder","children":[{"name":"Bread","type":"url","url":"https://b.example/"},{"name":7,"type":"url","url":"https://c.example/"}]}]}},
"sync_transaction_version":"1"}}`
	var got []string
	for e, err := range browsertree.Read(strings.NewReader(opera), time.Now()) {
		require.NoError(t, err)
		got = append(got, e.URL+" "+strings.Join(e.Folders, "/"))
	}
	require.Equal(t, []string{"https://a.example/ ", "https://b.example/ Recipes", "https://c.example/ Recipes"}, got)
}
