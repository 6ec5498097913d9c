package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// marionette speaks Firefox' remote protocol: texts of the form `length:json`
// on a local port, one call at a time.
type marionette struct {
	port string

	mu   sync.Mutex
	conn net.Conn // nil after a call was given up
	in   *bufio.Reader
	next int
}

// dial connects and begins a session in the chrome context, the one that sees
// the browser itself.
func dial(ctx context.Context, port string) (*marionette, error) {
	m := &marionette{port: port}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m, m.connect(ctx)
}

// connect does so, also after a call was given up, whose answer would be in the
// way of the next one's.
func (m *marionette) connect(ctx context.Context) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", m.port))
	if err != nil {
		return err
	}
	m.conn, m.in = conn, bufio.NewReader(conn)
	stop := m.until(ctx)
	defer stop()
	if _, err := m.read(); err != nil {
		return m.hangUp(ctx, "greet Firefox", err)
	}
	// Firefox never gives a script up by itself: its answer, if one came after all,
	// would be taken for the next script's.
	timeouts := map[string]any{"script": day.Milliseconds()}
	err = m.ask(ctx, "WebDriver:NewSession", map[string]any{"timeouts": timeouts}, nil)
	if err == nil {
		err = m.ask(ctx, "Marionette:SetContext", map[string]any{"value": "chrome"}, nil)
	}
	if err != nil && m.conn != nil { // the session before has not ended yet: the next call tries again
		m.conn.Close()
		m.conn = nil
	}
	return err
}

// until gives up what waits for the browser when ctx is over.
func (m *marionette) until(ctx context.Context) (stop func() bool) {
	conn := m.conn
	return context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now()) })
}

// hangUp ends the connection. Only a call that was not given up says that the
// browser is gone.
func (m *marionette) hangUp(ctx context.Context, name string, err error) error {
	m.conn.Close()
	m.conn = nil
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", name, errors.Join(err, ctx.Err()))
	}
	return fmt.Errorf("%s: %w", name, errors.Join(ErrGone, err))
}

func (m *marionette) read() ([]byte, error) {
	length, err := m.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(length[:len(length)-1])
	if err != nil {
		return nil, fmt.Errorf("length %q: %w", length, err)
	}
	text := make([]byte, n)
	_, err = io.ReadFull(m.in, text)
	return text, err
}

// call sends a command and decodes its result into out unless that is nil.
func (m *marionette) call(ctx context.Context, name string, params map[string]any, out any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.conn == nil {
		if err := m.connect(ctx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	stop := m.until(ctx)
	defer stop()
	return m.ask(ctx, name, params, out)
}

func (m *marionette) ask(ctx context.Context, name string, params map[string]any, out any) error {
	m.next++
	text, err := json.Marshal([]any{0, m.next, name, params})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(text), text); err != nil {
		return m.hangUp(ctx, name, err)
	}
	answer, err := m.read()
	if err != nil {
		return m.hangUp(ctx, name, err)
	}
	return decode(name, answer, out)
}

// decode reads [1, id, error, result].
func decode(name string, answer []byte, out any) error {
	var refused *struct{ Error, Message string }
	var result json.RawMessage
	parts := []any{new(int), new(int), &refused, &result}
	if err := json.Unmarshal(answer, &parts); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if refused != nil {
		return fmt.Errorf("%s: %s: %s", name, refused.Error, refused.Message)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(result, out)
}

const day = 24 * time.Hour

// margin is how long before ctx ends a script gives up by itself: an answer
// that says so leaves the connection whole.
const margin = time.Second

// chrome runs the body of an async function with args in the browser's own
// context, where prelude's helpers are known.
func (m *marionette) chrome(ctx context.Context, body string, out any, args ...any) error {
	if args == nil {
		args = []any{}
	}
	got, err := m.script(ctx, "", body, args)
	if err == nil && got.Bare {
		got, err = m.script(ctx, "globalThis.prelude ??= (() => {"+prelude+"})();", body, args)
	}
	if err != nil {
		return err
	}
	if got.E != "" {
		return errors.New(got.E)
	}
	if out == nil || got.V == nil {
		return nil
	}
	return json.Unmarshal([]byte(*got.V), out)
}

// within runs a body with the helpers that the prelude has left in the sandbox,
// or says that it has not been there: to read it takes longer than most bodies.
const within = `const [ARGS, DONE] = arguments;
if (!globalThis.prelude) DONE({bare: true});
else {
	with (globalThis.prelude) {
		within(%d, (async () => {%s})()).then((v) => DONE({v: JSON.stringify(v) ?? null}), (e) => DONE({e: String(e)}));
	}
}`

// answer is what a script in the browser's own context has come to.
type answer struct {
	V    *string // in JSON
	E    string
	Bare bool // it has not run, since there is no prelude
}

func (m *marionette) script(ctx context.Context, first, body string, args []any) (answer, error) {
	limit := time.Duration(0)
	if deadline, ok := ctx.Deadline(); ok {
		limit = max(time.Until(deadline)-margin, margin)
	}
	var got struct{ Value answer }
	err := m.call(ctx, "WebDriver:ExecuteAsyncScript", map[string]any{
		"script": first + fmt.Sprintf(within, limit.Milliseconds(), body), "args": []any{args}, "sandbox": "system", "newSandbox": false,
	}, &got)
	return got.Value, err
}
