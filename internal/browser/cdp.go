package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// devtools speaks the Chrome DevTools Protocol over the pipe that
// --remote-debugging-pipe opens: JSON texts that end in a zero byte. A pipe
// needs no port, works without any network, and is the only way on which a
// branded Chrome loads an unpacked extension.
type devtools struct {
	out   io.Writer
	event func(session, method string, params json.RawMessage)
	done  chan struct{} // closed when the browser hangs up

	mu      sync.Mutex
	next    int
	waiting map[int]waiter
}

// waiter is a call that has not been answered.
type waiter struct {
	session string
	answer  chan message
}

type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *refusal        `json:"error,omitempty"`
}

type refusal struct {
	Message string `json:"message"`
}

// ErrGone is what every call answers after the browser has hung up, also one
// that starts it.
var ErrGone = errors.New("the browser is gone")

// errClosed is what a call to a page answers that has closed.
var errClosed = errors.New("the page has closed")

// newDevtools starts to read in. event is called for each event, in order, and
// must not call back.
func newDevtools(in io.Reader, out io.Writer, event func(session, method string, params json.RawMessage)) *devtools {
	d := &devtools{out: out, event: event, done: make(chan struct{}), waiting: map[int]waiter{}}
	go d.read(bufio.NewReaderSize(in, 1<<20))
	return d
}

func (d *devtools) read(in *bufio.Reader) {
	defer close(d.done)
	for {
		text, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(text[:len(text)-1], &m) != nil {
			continue
		}
		switch {
		case m.ID != 0:
			d.answer(m)
		case m.Method == "Target.detachedFromTarget":
			d.end(m.Params)
		default:
			d.event(m.Session, m.Method, m.Params)
		}
	}
}

func (d *devtools) answer(m message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if w, ok := d.waiting[m.ID]; ok {
		delete(d.waiting, m.ID)
		w.answer <- m
	}
}

// end answers what a page that has closed will not answer any more.
func (d *devtools) end(params json.RawMessage) {
	var p struct{ SessionID string }
	if json.Unmarshal(params, &p) != nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, w := range d.waiting {
		if w.session == p.SessionID {
			delete(d.waiting, id)
			w.answer <- message{}
		}
	}
}

// call sends a command, to the browser itself when session is empty, and
// decodes the answer into out unless that is nil.
func (d *devtools) call(ctx context.Context, session, method string, params map[string]any, out any) error {
	answer, err := d.send(session, method, params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	case <-d.done:
		return fmt.Errorf("%s: %w", method, ErrGone)
	case m := <-answer:
		if m.ID == 0 || m.Error != nil && m.Error.Message == "Session with given id not found." {
			return fmt.Errorf("%s: %w", method, errClosed)
		}
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if out == nil {
			return nil
		}
		return json.Unmarshal(m.Result, out)
	}
}

// send writes a command and returns where its answer will arrive.
func (d *devtools) send(session, method string, params map[string]any) (chan message, error) {
	if params == nil {
		params = map[string]any{}
	}
	inner, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next++
	text, err := json.Marshal(message{ID: d.next, Session: session, Method: method, Params: inner})
	if err != nil {
		return nil, err
	}
	answer := make(chan message, 1)
	d.waiting[d.next] = waiter{session, answer}
	_, err = d.out.Write(append(text, 0))
	return answer, err
}
