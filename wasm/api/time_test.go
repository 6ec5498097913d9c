package api

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/wasm/jsontext"
)

func TestATimeIsWrittenAsTheStandardLibraryWritesIt(t *testing.T) {
	for _, ms := range []int64{0, 1, 10, 100, 999, 1479600000000, 1479600000120, -1, 253402300799999, 951782400000} {
		at := time.UnixMilli(ms).In(time.FixedZone("", 3600))
		var w jsontext.Writer
		writeTime(&w, at)
		require.Equal(t, `"`+at.UTC().Format("2006-01-02T15:04:05.999Z")+`"`, string(w.B))
	}
}

func FuzzATimeIsReadAsTheStandardLibraryReadsIt(f *testing.F) {
	for _, s := range []string{
		"2016-11-20T12:00:00Z", "2016-11-20T12:00:00.5+01:30", "2016-02-30T00:00:00Z", "2016-02-29T23:59:59.123456789-23:59",
		"2016-11-20", "", "2016-11-20T24:00:00Z", "0000-01-01T00:00:00Z", "2016-11-20T12:00:00.Z", "2016-11-20T12:00:60Z", "2016-1x-20T12:00:00Z",
		"9999-12-31T23:30:00-01:00", "0000-01-01T00:30:00+01:00", "9999-12-31T23:30:00+01:00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := readTime(s); ok {
			var w jsontext.Writer
			writeTime(&w, at)
			_, again := readTime(strings.Trim(string(w.B), `"`))
			require.True(t, again, "what is read is written so that it is read: %s", w.B)
		}
		want, err := time.Parse("2006-01-02T15:04:05.999999999Z07:00", s)
		got, ok := readTime(s)
		if ok {
			require.NoError(t, err, s)
			require.True(t, want.Equal(got), s)
		} else if year := want.UTC().Year(); err == nil && year >= 0 && year <= 9999 { // that one also takes a comma, and one digit of an hour
			require.NotEqual(t, want.Format("2006-01-02T15:04:05.999999999Z07:00"), s)
		}
	})
}
