package core

import "time"

// A Zone is a table of the offsets from UTC that a person's clock has had and
// will have, sorted by time. It comes from the page, since Go's time.Local in
// wasm knows only today's offset. The empty Zone is UTC.
type Zone []ZoneSpan

// A ZoneSpan says that from the instant From on (Unix milliseconds) local time
// is Offset seconds east of UTC, until the next span begins.
type ZoneSpan struct {
	From   int64
	Offset int32
}

// Offset returns the seconds east of UTC at the instant ms. Before the first
// span it is the first span's.
func (z Zone) Offset(ms int64) int32 {
	if len(z) == 0 {
		return 0
	}
	lo, hi := 0, len(z)
	for lo < hi {
		if mid := (lo + hi) / 2; z[mid].From <= ms {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return z[max(lo-1, 0)].Offset
}

// Midnight returns the instant, in Unix milliseconds, at which the local day
// begins. Month and day may be out of range, as in time.Date. Where the clock
// skips midnight, it is the first instant of that day.
func (z Zone) Midnight(year int, month time.Month, day int) int64 {
	wall := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).UnixMilli()
	first := wall - int64(z.Offset(wall))*1000
	second := wall - int64(z.Offset(first))*1000
	if second == first {
		return first
	}
	// The offset changes near midnight: the later candidate is past a skipped
	// hour, the earlier one is the first of two equal readings of the clock.
	if third := wall - int64(z.Offset(second))*1000; third == second {
		return second
	}
	return max(first, second)
}

// Civil returns the local calendar day of the instant ms.
func (z Zone) Civil(ms int64) (year int, month time.Month, day int) {
	return time.UnixMilli(ms + int64(z.Offset(ms))*1000).UTC().Date()
}
