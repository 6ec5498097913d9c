package bench

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"pinfold/internal/browser"
)

// starts opens each page again and again, one kind after the other, so that a
// busy minute of the machine falls on all of them.
func (m *bencher) starts(ctx context.Context) error {
	for i := range m.rounds {
		for _, kind := range []func(context.Context, int) error{m.empty, m.popup, m.completion, m.killed, m.library, m.letters, m.alive} {
			if err := kind(ctx, i); err != nil {
				return err
			}
		}
	}
	o := &m.out
	m.say("%s: empty %s, popup %s, completion %s, results %s killed, %s alive, library %s, first letters in it %s", m.corpus.Name,
		o.Empty.text(), o.Popup.text(), o.Completion.text(), o.Killed.text(), o.Alive.text(), o.Library.text(), o.Letters.text())
	return nil
}

// settle is how long the machine rests before a page is opened.
const settle = 300 * time.Millisecond

// rest waits for so long.
func (m *bencher) rest(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(settle):
		return nil
	}
}

// visit opens a page, waits until its probe has what is wanted, and returns
// what script makes of it. The page is closed again.
func (m *bencher) visit(ctx context.Context, page, wanted, script string) (ms float64, err error) {
	if err := m.rest(ctx); err != nil {
		return 0, err
	}
	p, err := m.open(ctx, page)
	if err != nil {
		return 0, err
	}
	defer p.Close(ctx)
	err = browser.Until(ctx, page+" to be "+wanted, func() (bool, error) {
		return browser.Truth(ctx, p, `(wanted) => probe[wanted] > 0 && probe.painted > 0 && probe.loaded > 0`, wanted)
	})
	if err != nil {
		return 0, err
	}
	return get[float64](ctx, p, script)
}

// dead visits a page with the background killed.
func (m *bencher) dead(ctx context.Context, page, wanted, script string, into *Figure) error {
	if err := m.kill(ctx); err != nil {
		return err
	}
	ms, err := m.visit(ctx, page, wanted, script)
	*into = append(*into, ms)
	return err
}

func (m *bencher) empty(ctx context.Context, _ int) error {
	return m.dead(ctx, "empty.html", "opened", `() => Math.max(probe.loaded, probe.painted, probe.opened)`, &m.out.Empty)
}

const form = "popup.html?url=https%3A%2F%2Fbench.example%2F&title=A+page+to+save"

func (m *bencher) popup(ctx context.Context, _ int) error {
	return m.dead(ctx, form, "focused", `() => Math.max(probe.painted, probe.focused)`, &m.out.Popup)
}

func (m *bencher) completion(ctx context.Context, i int) error {
	letter := string("adelmprst"[i%9])
	return m.dead(ctx, form+"&type="+letter, "completed", `() => Math.max(probe.painted, probe.completed)`, &m.out.Completion)
}

func (m *bencher) question(i int) string { return "bench.html?q=" + url.QueryEscape(m.words(i)) }

func (m *bencher) alive(ctx context.Context, i int) error {
	ms, err := m.visit(ctx, m.question(i+1000), "answered", `() => probe.answered`)
	m.out.Alive = append(m.out.Alive, ms)
	return err
}

func (m *bencher) library(ctx context.Context, _ int) error {
	return m.dead(ctx, "library.html", "listed", `() => probe.listed`, &m.out.Library)
}

// letters are the first that a person types, of another word each time.
func (m *bencher) letters(ctx context.Context, i int) error {
	return m.dead(ctx, "library.html", "listed", `async () => {
		await new Promise((go) => setTimeout(go, 1000));
		const box = document.getElementById("search");
		const drawn = probe.drawn(document.getElementById("rows"));
		const began = performance.now();
		box.focus();
		box.value = `+strconv.Quote(m.words(i + 2000)[:3])+`;
		box.dispatchEvent(new InputEvent("input", { data: box.value, inputType: "insertText", bubbles: true }));
		return (await drawn) - began;
	}`, &m.out.Letters)
}

// killed also asks the background when each step of its start was done.
func (m *bencher) killed(ctx context.Context, i int) error {
	if err := m.dead(ctx, m.question(i), "answered", `() => probe.answered`, &m.out.Killed); err != nil {
		return err
	}
	return m.steps(ctx, i)
}

// steps opens the page once more, since its own clock and the background's
// must be asked while both live.
func (m *bencher) steps(ctx context.Context, i int) error {
	if err := m.kill(ctx); err != nil {
		return err
	}
	if err := m.rest(ctx); err != nil {
		return err
	}
	p, err := m.open(ctx, m.question(i))
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	err = browser.Until(ctx, "an answer", func() (bool, error) { return browser.Truth(ctx, p, `() => probe.answered > 0`) })
	if err != nil {
		return err
	}
	page, err := get[struct{ Origin, Asked, Answered, Painted float64 }](ctx, p,
		`() => ({origin: performance.timeOrigin, asked: probe.asked, answered: probe.answered, painted: probe.painted ?? 0})`)
	if err != nil {
		return err
	}
	raw, err := m.b.Background(ctx, `() => Object.fromEntries([["origin", performance.timeOrigin],
		...performance.getEntriesByType("mark").map((m) => [m.name, performance.timeOrigin + m.startTime])])`)
	if err != nil {
		return err
	}
	host, err := marks(raw)
	if err != nil {
		return err
	}
	asked := page.Origin + page.Asked
	for _, s := range []struct {
		name     string
		from, to float64
	}{
		{"page: navigation until its script asks", page.Origin, asked},
		{"worker: navigation until it wakes (negative: opening the tab woke it)", page.Origin, host["origin"]},
		{"worker: until the engine is wanted", host["origin"], host["fetch"]},
		{"worker: fetch, compile and instantiate", host["fetch"], host["compiled"]},
		{"worker: Go starts", host["compiled"], host["running"]},
		{"both ready, until the answer is there: manifest, index, documents", max(asked, host["running"]), page.Origin + page.Answered},
	} {
		m.addStep(s.name, s.to-s.from)
	}
	return nil
}

func (m *bencher) addStep(name string, ms float64) {
	for i := range m.out.Steps {
		if m.out.Steps[i].Name == name {
			m.out.Steps[i].Took = append(m.out.Steps[i].Took, ms)
			return
		}
	}
	m.out.Steps = append(m.out.Steps, Step{name, Figure{ms}})
}
