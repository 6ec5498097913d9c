//go:build js && wasm

package bridge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"
)

// js evaluates an expression, as a page would have written it.
func js(t *testing.T, expression string) safejs.Value {
	t.Helper()
	f, err := safejs.MustGetGlobal("Function").New("return " + expression)
	require.NoError(t, err)
	v, err := f.Invoke()
	require.NoError(t, err)
	return v
}

// expose makes globalThis.pinfold answer with handle.
func expose(t *testing.T, handle Handler) {
	t.Helper()
	require.NoError(t, Expose(context.Background(), handle, func(err error) (code, message, id string) {
		if errors.Is(err, context.Canceled) {
			return "canceled", err.Error(), ""
		}
		return "internal", err.Error(), "7"
	}))
}

// answer waits for the promise of an expression and returns what it came to.
func answer(t *testing.T, expression string) string {
	t.Helper()
	v, err := Await(context.Background(), js(t, "("+expression+").then(r => 'ok ' + r, e => e.code + ': ' + e.message + ' ' + e.id)"))
	require.NoError(t, err)
	s, err := v.String()
	require.NoError(t, err)
	return s
}

func TestACallIsAnswered(t *testing.T) {
	expose(t, func(_ context.Context, method, params string, event func(string)) (string, error) {
		event("1")
		event("2")
		return method + params, nil
	})
	require.Equal(t, "ok save{} 1,2", answer(t, `(async () => { const seen = []; const r = await pinfold.call("save", "{}", undefined, e => seen.push(e)); return r + " " + seen; })()`))
	require.Equal(t, "ok <undefined><undefined>", answer(t, `pinfold.call()`), "whatever is left out")
}

func TestAPanicIsTheFaultOfOneCall(t *testing.T) {
	expose(t, func(_ context.Context, method, _ string, _ func(string)) (string, error) {
		if method == "bad" {
			var none []int
			_ = none[len(method)]
		}
		return "fine", nil
	})
	got := answer(t, `pinfold.call("bad", "")`)
	require.True(t, strings.HasPrefix(got, "panicked: Pinfold has a fault in “bad” (runtime error: index out of range"), got)
	require.Equal(t, "ok fine", answer(t, `pinfold.call("good", "")`))
}

func TestAnAbortCancelsItsCallAlone(t *testing.T) {
	expose(t, func(ctx context.Context, method, _ string, _ func(string)) (string, error) {
		if method == "quick" {
			return "done", nil
		}
		<-ctx.Done()
		return "", ctx.Err()
	})
	require.Equal(t, "canceled: context canceled ,ok done", answer(t, `(async () => {
		const stop = new AbortController();
		const slow = pinfold.call("slow", "", stop.signal).catch(e => e.code + ": " + e.message + " " + e.id);
		const quick = pinfold.call("quick", "", new AbortController().signal);
		setTimeout(() => stop.abort(), 5);
		return [await slow, "ok " + await quick].join(",");
	})()`)[len("ok "):])
	require.Equal(t, "canceled: context canceled ", strings.Replace(answer(t, `pinfold.call("slow", "", AbortSignal.abort())`), " 7", " ", 1), "one that was aborted before")
}

func TestARejectionReadsAsItsReason(t *testing.T) {
	for expression, want := range map[string]string{
		`Promise.reject(new TypeError("no good"))`:                       "TypeError: no good",
		`Promise.reject(new DOMException("full", "QuotaExceededError"))`: "QuotaExceededError: full",
		`Promise.reject("just text")`:                                    "just text",
		`Promise.reject(undefined)`:                                      "",
		`Promise.reject({message: 5})`:                                   "",
	} {
		_, err := Await(context.Background(), js(t, expression))
		require.Error(t, err, expression)
		require.Contains(t, err.Error(), want, expression)
	}
	v, err := Await(context.Background(), js(t, `Promise.resolve(42)`))
	require.NoError(t, err)
	n, err := v.Int()
	require.NoError(t, err)
	require.Equal(t, 42, n)
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := Await(ctx, js(t, `new Promise(done => setTimeout(done, 60))`))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = Await(context.Background(), js(t, `new Promise(done => setTimeout(done, 120))`))
	require.NoError(t, err, "the first promise has settled meanwhile, unheard")
}

// TestAPauseLetsEventsRun works without ever waiting until a timer has run some
// times in between, which it does in the pauses only.
func TestAPauseLetsEventsRun(t *testing.T) {
	p, err := NewPauser()
	require.NoError(t, err)
	js(t, `globalThis.ticks = 0, globalThis.ticking = setInterval(() => ticks++, 1)`)
	defer js(t, `clearInterval(globalThis.ticking)`)
	done := make(chan error, 3)
	for range cap(done) {
		go func() {
			done <- pauseUntil(p, func() bool {
				n, err := js(t, `ticks`).Int()
				return err != nil || n > 5
			})
		}()
	}
	for range cap(done) {
		require.NoError(t, <-done)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, p.Pause(ctx), context.Canceled)
}

// pauseUntil works and pauses until it is so; half a minute is a watchdog.
func pauseUntil(p *Pauser, so func() bool) error {
	for end := time.Now().Add(30 * time.Second); !so(); {
		if time.Now().After(end) {
			return errors.New("no event has run in any pause")
		}
		if err := p.Pause(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

func TestBytesGoThereAndBack(t *testing.T) {
	for _, b := range [][]byte{{}, {0, 1, 255}, bytes.Repeat([]byte{7}, 3<<20)} {
		v, err := ToJS(b)
		require.NoError(t, err)
		back, err := ToGo(v)
		require.NoError(t, err)
		require.True(t, bytes.Equal(b, back))
	}
	_, err := ToGo(js(t, `"text"`))
	require.Error(t, err)
}

func TestAFileIsReadInPieces(t *testing.T) {
	b, err := NewBlob(context.Background(), js(t, `new Blob([new Uint8Array(2_500_000).fill(65), "end"])`))
	require.NoError(t, err)
	require.Equal(t, 2_500_003, b.Size())
	all, err := io.ReadAll(b)
	require.NoError(t, err)
	require.Len(t, all, b.Size())
	require.Equal(t, "AAend", string(all[len(all)-5:]))
	require.Equal(t, b.Size(), b.At())
}

func TestRandomBytesAreHandedOutOnceAndAskedForByTheHandful(t *testing.T) {
	js(t, `(globalThis.casts = 0, globalThis.honest = crypto.getRandomValues.bind(crypto),
		crypto.getRandomValues = (array) => { casts += 1; return honest(array); })`)
	defer js(t, `delete crypto.getRandomValues`)
	var d Dice
	seen := make(map[[16]byte]bool)
	for range 3 * handful / 16 {
		var id [16]byte
		d.Fill(id[:])
		require.False(t, seen[id])
		seen[id] = true
	}
	casts, err := js(t, `casts`).Int()
	require.NoError(t, err)
	require.Equal(t, 3, casts)
	long := make([]byte, 2*handful+5)
	d.Fill(long)
	require.NotEqual(t, make([]byte, 5), long[2*handful:])
}

func TestWithoutASourceOfRandomBytesNoIDIsMade(t *testing.T) {
	js(t, `(crypto.getRandomValues = () => { throw new Error("none left"); })`)
	defer js(t, `delete crypto.getRandomValues`)
	var d Dice
	for range 2 { // whoever recovers must not be given zeros afterwards
		require.Panics(t, func() { d.Fill(make([]byte, 16)) })
	}
}
