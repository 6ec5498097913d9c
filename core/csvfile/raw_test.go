package csvfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/csvfile"
)

// TestATableWhoseMarkDoesNotEndIsRefused leaves no row out without a word.
func TestATableWhoseMarkDoesNotEndIsRefused(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	read := func(table string) (titles []string, err error) {
		for e, err := range csvfile.Read(strings.NewReader(table), now) {
			if err != nil {
				return titles, err
			}
			titles = append(titles, e.Title)
		}
		return titles, nil
	}
	for table, want := range map[string]string{
		"url,title\nhttps://a.example/,\"A\nhttps://b.example/,B\nhttps://c.example/,C\n":                 "line 2",
		"url,title\nhttps://a.example/,A\n\nhttps://b.example/,\"B\n":                                     "line 4",
		"url;title\r\nhttps://a.example/;\"A;\r\nhttps://b.example/;B":                                    "line 2",
		"url\ttitle\nhttps://a.example/\t\"Best of\" list\nhttps://b.example/\tB\n":                       "line 2",
		"title,url\n\n\"A,https://a.example/\nB,https://b.example/\n":                                     "line 3",
		"url,title\nhttps://a.example/,\"A \"\"\n":                                                        "line 2",
		"url,title\nhttps://a.example/,\"Best\" of\nhttps://b.example/,B\nhttps://c.example/,\"C\"\n":     "line 2",
		"url\ttitle\nhttps://a.example/\t\"Best\" of\nhttps://b.example/\tB\nhttps://c.example/\t\"C\"\n": "line 2",
	} {
		_, err := read(table)
		require.ErrorContains(t, err, "broken at "+want+": a quotation mark does not end. Nothing was changed.", "%q", table)
	}
	for table, want := range map[string][]string{
		"url,title\nhttps://a.example/,\"A\nB\"\nhttps://b.example/,\"C\"\"\"":            {"A\nB", `C"`},
		"url,title\r\nhttps://a.example/,\"A, \"\"B\"\"\"\r\nhttps://b.example/,\"\"\r\n": {`A, "B"`, ""},
		"url,title\nhttps://a.example/,Best \"of\" lists\nhttps://b.example/,5\" nails\n": {`Best "of" lists`, `5" nails`},
		"url,title\nhttps://a.example/,\"A\"\r":                                           {"A"},
		"title,url\n\n\"x,\"\"\",https://a.example/\n":                                    {`x,"`},
		"title,url\n\"\"\"A\"\"\",https://a.example/\n":                                   {`"A"`},
	} {
		titles, err := read(table)
		require.NoError(t, err, "%q", table)
		require.Equal(t, want, titles, "%q", table)
	}
}
