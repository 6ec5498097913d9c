package api

import (
	"time"

	"pinfold/wasm/jsontext"
)

// The wire's times are RFC 3339. They are read and written here, since
// time.Parse and its layouts cost the engine 60 KB of wasm.

// writeTime writes t in UTC, with milliseconds where there are any.
func writeTime(w *jsontext.Writer, t time.Time) {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b := make([]byte, 0, 24)
	b = appendDigits(b, year, 4, '-')
	b = appendDigits(b, int(month), 2, '-')
	b = appendDigits(b, day, 2, 'T')
	b = appendDigits(b, hour, 2, ':')
	b = appendDigits(b, minute, 2, ':')
	b = appendDigits(b, second, 2, 'Z')
	if ms := t.Nanosecond() / 1e6; ms > 0 {
		b[len(b)-1] = '.'
		b = appendDigits(b, ms, 3, 'Z')
		for b[len(b)-2] == '0' {
			b = append(b[:len(b)-2], 'Z')
		}
	}
	w.String(string(b))
}

// appendDigits appends n with so many digits, and what follows them.
//
//go:noinline
func appendDigits(b []byte, n, digits int, next byte) []byte {
	at := len(b)
	b = append(b, "0000"[:digits]...)
	for i := at + digits - 1; i >= at; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return append(b, next)
}

// readTime reads RFC 3339; false for what is not, or names no day there is.
func readTime(s string) (t time.Time, ok bool) {
	r := clock{s: s}
	year, month, day := r.number(4, '-'), r.number(2, '-'), r.number(2, 'T')
	hour, minute, second := r.number(2, ':'), r.number(2, ':'), r.number(2, 0)
	nanos := r.fraction()
	east := r.offset()
	t = time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	y, m, d := t.Date()
	if r.bad || r.s != "" || y != year || int(m) != month || d != day || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	t = t.Add(-time.Duration(east) * time.Second)
	return t, t.Year() >= 0 && t.Year() <= 9999
}

// A clock reads the parts of a time.
type clock struct {
	s   string
	bad bool
}

// number reads so many digits and then the byte next, unless that is 0.
func (c *clock) number(digits int, next byte) (n int) {
	if len(c.s) < digits || (next != 0 && (len(c.s) == digits || c.s[digits] != next)) {
		c.bad, c.s = true, ""
		return 0
	}
	for i := range digits {
		d := c.s[i] - '0'
		c.bad = c.bad || d > 9
		n = 10*n + int(d)
	}
	c.s = c.s[digits:]
	if next != 0 {
		c.s = c.s[1:]
	}
	return n
}

// fraction reads a fraction of a second, if there is one, as nanoseconds.
func (c *clock) fraction() (nanos int) {
	if c.s == "" || c.s[0] != '.' {
		return 0
	}
	i := 1
	for unit := int(1e8); i < len(c.s) && c.s[i] >= '0' && c.s[i] <= '9'; i++ {
		nanos += int(c.s[i]-'0') * unit
		unit /= 10
	}
	c.bad = c.bad || i == 1
	c.s = c.s[i:]
	return nanos
}

// offset reads Z or +hh:mm and returns the seconds east of UTC.
func (c *clock) offset() int {
	sign := 1
	switch {
	case c.s == "":
		c.bad = true
		return 0
	case c.s[0] == 'Z':
		c.s = c.s[1:]
		return 0
	case c.s[0] == '-':
		sign = -1
	case c.s[0] != '+':
		c.bad = true
		return 0
	}
	c.s = c.s[1:]
	hours, minutes := c.number(2, ':'), c.number(2, 0)
	c.bad = c.bad || hours > 23 || minutes > 59
	return sign * (hours*3600 + minutes*60)
}
