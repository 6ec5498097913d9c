package csvfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/csvfile"
)

// TestALoneTagWithSpacesStaysOneWhereItsServiceAllowsThem holds that the only
// tag of a bookmark is not taken for several.
func TestALoneTagWithSpacesStaysOneWhereItsServiceAllowsThem(t *testing.T) {
	for table, want := range map[string][]string{
		"title,url,time_added,tags,status\nA,https://a.example/,1447664400,hand tools,unread\n":                                     {"hand tools"},
		"title,url,time_added,cursor,tags,status\nA,https://a.example/,1447664400,,hand tools|wood,unread\n":                        {"hand tools", "wood"},
		"title,url,time_added,tags,status\nA,https://a.example/,1447664400,,unread\n":                                               {},
		"id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,A,,,https://a.example/,,broad beans,,,,false\n": {"broad beans"},
		"url,title,tags\nhttps://a.example/,A,hand tools\n":                                                                         {"hand", "tools"},
	} {
		for e, err := range csvfile.Read(strings.NewReader(table), time.Unix(1480000000, 0)) {
			require.NoError(t, err)
			require.Equal(t, want, e.Tags, table)
		}
	}
}
