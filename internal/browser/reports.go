package browser

import (
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// closing is how long a browser may take to end in order, and answering how long
// to a question that has no limit of its own, on a machine with other work.
const (
	closing   = time.Minute
	answering = 5 * time.Minute
)

// reports are the errors that pages told us of.
type reports struct {
	mu   sync.Mutex
	list []string
}

func (r *reports) add(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, text)
}

func (r *reports) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.list...)
}

// exception is an uncaught error in DevTools' words.
type exception struct {
	Text      string
	URL       string
	Exception struct{ Description, Value any }
}

func (e exception) String() string {
	text := e.Text
	if d, ok := e.Exception.Description.(string); ok {
		text += " " + d
	} else if v, ok := e.Exception.Value.(string); ok {
		text += " " + v
	}
	return strings.TrimSpace(text + " " + e.URL)
}

// complaint is the text of an event that reports an error, else empty.
func complaint(method string, params json.RawMessage) string {
	var p struct {
		Type             string
		Args             []struct{ Value, Description any }
		ExceptionDetails exception
		Entry            struct{ Level, Text, URL string }
	}
	if json.Unmarshal(params, &p) != nil {
		return ""
	}
	switch {
	case method == "Runtime.exceptionThrown":
		return p.ExceptionDetails.String()
	case method == "Log.entryAdded" && p.Entry.Level == "error":
		return p.Entry.Text + " " + p.Entry.URL
	case p.Type == "error" || p.Type == "assert":
		var words []string
		for _, a := range p.Args {
			for _, part := range []any{a.Value, a.Description} {
				if s, ok := part.(string); ok {
					words = append(words, s)
				}
			}
		}
		return "console: " + strings.Join(words, " ")
	}
	return ""
}
