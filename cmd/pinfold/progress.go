package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"pinfold/core"
)

// A progress tells on a terminal how far a long command has come, on one line
// that it overwrites. Where errors do not go to a terminal it is silent.
type progress struct {
	w     io.Writer // nil: silent
	last  time.Time
	shown bool
}

// showAfter is how long a command may be silent, and how long a line stands.
const showAfter = 500 * time.Millisecond

func newProgress(errs io.Writer) *progress {
	p := &progress{last: time.Now()}
	if isTerminal(errs) {
		p.w = errs
	}
	return p
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) say(format string, args ...any) {
	if p.w == nil || time.Since(p.last) < showAfter {
		return
	}
	p.last, p.shown = time.Now(), true
	fmt.Fprintf(p.w, "\r\033[K"+format, args...)
}

// imported tells how far an import has come.
func (p *progress) imported(r core.Progress) {
	if r.Writing {
		p.say("%d entries read; writing …", r.Entries)
		return
	}
	p.say("%d entries read, %d to add …", r.Entries, r.Stored)
}

// end clears the line.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\033[K")
	}
}

// checked tells how far a check has come, from its event.
func (p *progress) checked(event string) { p.done(event, "read back") }

// exported tells how far an export has come, from its event.
func (p *progress) exported(event string) { p.done(event, "written") }

func (p *progress) done(event, what string) {
	var e struct{ Done, Total int }
	if json.Unmarshal([]byte(event), &e) == nil {
		p.say("%d of %d bookmarks %s …", e.Done, e.Total, what)
	}
}
