package transfer

import (
	"context"
	"iter"

	"pinfold/core"
	"pinfold/core/publish"
	"pinfold/wasm/jsontext"
)

// publish keeps a server in step. With plan it only says what that would do,
// and sends nothing; with withdraw it deletes there what is from here; with
// forget it forgets what that is. Without yes it refuses what a person has to
// be asked about; with auto it only deletes there what is no longer public, where
// the rest is what a person has to have seen; with seen, the numbers that the person
// saw, it does nothing where they have grown much.
func (j *Job) publish(ctx context.Context, p jsontext.Value, w *jsontext.Writer) error {
	if p.Get("forget").True() {
		w.Open('{')
		w.Close('}')
		return publish.Forget(ctx, j.Published, p.Text("who"))
	}
	ledger, err := publish.OpenLedger(ctx, j.Published, p.Text("who"))
	if err != nil {
		return err
	}
	all := func() iter.Seq2[core.Bookmark, error] { return j.Library.Export(ctx, p.Text("query")) }
	if p.Get("withdraw").True() {
		report, err := publish.Withdraw(ctx, ledger, j.Send, j.sent)
		return writeStep(w, &publish.Plan{}, &report, err)
	}
	plan, err := publish.Look(ctx, all, ledger)
	if err != nil {
		return err
	}
	if p.Get("plan").True() || plan.Stop && !p.Get("yes").True() {
		return writeStep(w, plan, nil, nil)
	}
	if seen := p.Get("seen"); p.Has("seen") && plan.Grown(int(seen.Get("new").Int()), int(seen.Get("gone").Int())) {
		return writeStep(w, plan, nil, nil)
	}
	if plan.Large && p.Get("auto").True() {
		_, err := publish.TakeBack(ctx, ledger, plan, j.Send, j.sent)
		return writeStep(w, plan, nil, err)
	}
	report, err := publish.Step(ctx, all, ledger, plan, j.Send, j.sent)
	return writeStep(w, plan, &report, err)
}

func (j *Job) sent(done, total int) {
	j.tell(func(w *jsontext.Writer) { writeNumbers(w, number{"done", done}, number{"total", total}) })
}

// writeStep writes a plan, and what was done of it, if anything was.
func writeStep(w *jsontext.Writer, p *publish.Plan, r *publish.Report, err error) error {
	if err != nil {
		return err
	}
	w.Open('{')
	writeNumbers(w, number{"public", p.Public}, number{"private", p.Private}, number{"new", p.New}, number{"changed", p.Changed},
		number{"gone", p.Gone}, number{"published", p.Published}, number{"heldMore", p.HeldMore})
	for _, flag := range []struct {
		key string
		on  bool
	}{{"stop", p.Stop}, {"large", p.Large}, {"done", r != nil}} {
		w.Key(flag.key)
		w.Bool(flag.on)
	}
	w.Key("newest")
	w.String(named(p.Newest))
	w.Key("oldest")
	w.String(named(p.Oldest))
	w.Key("held")
	w.Open('[')
	for _, tag := range p.Held {
		w.String(tag)
	}
	w.Close(']')
	if r != nil {
		writeSent(w, r)
	}
	w.Close('}')
	return nil
}

func named(t publish.Title) string {
	if t.Title == "" {
		return t.URL
	}
	return t.Title
}

func writeSent(w *jsontext.Writer, r *publish.Report) {
	writeNumbers(w, number{"sent", r.Sent}, number{"deleted", r.Deleted}, number{"refusedMore", r.RefusedMore})
	w.Key("refused")
	w.Open('[')
	for _, f := range r.Refused {
		w.Open('{')
		w.Key("url")
		w.String(f.URL)
		w.Key("reason")
		w.String(f.Reason)
		w.Close('}')
	}
	w.Close(']')
}
