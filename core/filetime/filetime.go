// Package filetime reads the dates of bookmark files, which come in many
// units and forms. It must never guess a date that the file does not give.
package filetime

import (
	"strconv"
	"strings"
	"time"
)

// Parse reads a date. An integer is seconds, milliseconds, microseconds or
// nanoseconds, the first of these that falls between 1990 and a day after now;
// else it is RFC 3339, with a space for its T and no colon in its zone or no
// zone at all, a date alone, or the form of an Apache log. It is false for what
// is none of these, or lies outside those bounds.
func Parse(s string, now time.Time) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return FromNumber(n, now)
	}
	for _, layout := range layouts() {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), believable(t, now)
		}
	}
	return time.Time{}, false
}

// layouts are the forms of a date, the most frequent first. Fractions of a second
// are read with each that has seconds.
func layouts() [8]string {
	return [...]string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05",
		"2006-01-02", "02/Jan/2006:15:04:05 -0700",
	}
}

// FromNumber reads an integer as Parse does.
func FromNumber(n int64, now time.Time) (t time.Time, ok bool) {
	for _, unit := range [...]time.Duration{time.Second, time.Millisecond, time.Microsecond, time.Nanosecond} {
		perSecond := int64(time.Second / unit)
		t = time.Unix(n/perSecond, n%perSecond*int64(unit)).UTC()
		if believable(t, now) {
			return t, true
		}
	}
	return time.Time{}, false
}

func believable(t, now time.Time) bool {
	return t.Year() >= 1990 && t.Before(now.Add(24*time.Hour))
}
