package filetime_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/filetime"
)

func TestAZoneIsReadHoweverItIsWritten(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	want := time.Date(2020, 12, 12, 20, 31, 4, 0, time.UTC)
	for _, s := range []string{
		"2020-12-12T21:31:04+0100", "2020-12-12T21:31:04+01:00", "2020-12-12 20:31:04+00:00",
		"2020-12-12 21:31:04.000000+01:00", "2020-12-12 20:31:04", "2020-12-12T20:31:04Z",
	} {
		got, ok := filetime.Parse(s, now)
		require.True(t, ok, s)
		require.Equal(t, want, got, s)
	}
}
