package core

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tabulate makes a Zone of what Go's own tables say of a place.
func tabulate(t *testing.T, place string) (Zone, *time.Location) {
	t.Helper()
	loc, err := time.LoadLocation(place)
	require.NoError(t, err)
	var z Zone
	last := int32(-1 << 30)
	for at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2028; at = at.Add(30 * time.Minute) {
		if _, off := at.In(loc).Zone(); int32(off) != last {
			last = int32(off)
			z = append(z, ZoneSpan{From: at.UnixMilli(), Offset: last})
		}
	}
	return z, loc
}

func TestMidnightIsTheFirstInstantOfTheLocalDay(t *testing.T) {
	for _, place := range []string{"UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo"} {
		z, loc := tabulate(t, place)
		for day := time.Date(2001, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2027; day = day.AddDate(0, 0, 1) {
			y, m, d := day.Date()
			got := time.UnixMilli(z.Midnight(y, m, d)).In(loc)
			before := got.Add(-time.Millisecond)
			if place == "Pacific/Apia" && y == 2011 && m == 12 && d == 30 {
				continue // the day that Samoa left out
			}
			require.Equal(t, [3]int{y, int(m), d}, [3]int{got.Year(), int(got.Month()), got.Day()}, "%s %s", place, day)
			require.NotEqual(t, d, before.Day(), "%s %s: a moment earlier is the same day", place, day)
			cy, cm, cd := z.Civil(got.UnixMilli())
			require.Equal(t, [3]int{y, int(m), d}, [3]int{cy, int(cm), cd})
		}
	}
}

func TestTheEmptyZoneIsUTC(t *testing.T) {
	require.Equal(t, time.Date(2016, 11, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), Zone(nil).Midnight(2016, 11, 1))
}
