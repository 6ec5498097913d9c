package jsonlist

import (
	"bytes"
	"io"
)

// A counter remembers where the lines begin that have been read.
type counter struct {
	r     io.Reader
	at    int64
	lines []int64 // offsets of line feeds not yet counted
	done  int     // line feeds before lines
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for from := 0; ; from++ {
		i := bytes.IndexByte(p[from:n], '\n')
		if i < 0 {
			break
		}
		from += i
		c.lines = append(c.lines, c.at+int64(from))
	}
	c.at += int64(n)
	return n, err
}

// line returns the number of the line, from 1, in which offset lies; offsets
// must not go back.
func (c *counter) line(offset int64) int {
	i := 0
	for i < len(c.lines) && c.lines[i] < offset {
		i++
	}
	c.done += i
	c.lines = c.lines[i:]
	return c.done + 1
}
