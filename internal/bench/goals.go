package bench

import "fmt"

// A goal is one row of what was aimed at and what was measured.
type goal struct {
	what, aim, measured string
	met                 bool
}

// goals holds what was measured against what was aimed at, for 100,000
// bookmarks. Milliseconds that are compared are of one run.
func (r *Report) goals(p printer, o *Pages) {
	p("An empty page of the extension is loaded and painted after %s.\n", o.Empty.text())
	p("| what | goal | measured | |\n|---|---|--:|---|")
	for _, list := range [][]goal{o.cold(), o.warm(), o.written(), r.sizes()} {
		for _, g := range list {
			p("| %s | %s | %s | %s |", g.what, g.aim, g.measured, verdict(g.met))
		}
	}
	for _, g := range o.told() {
		p("| %s | %s | %s | |", g.what, g.aim, g.measured)
	}
}

// told are figures without a goal here.
func (o *Pages) told() []goal {
	return []goal{
		{what: "first results, host killed", aim: "ahead of SQLite: see the peers", measured: o.ratio(o.Killed)},
		{what: "library page with its first rows drawn, host killed", aim: "none set", measured: o.ratio(o.Library)},
		{what: "three letters typed into it a second later, their rows drawn", aim: "none set", measured: o.Letters.text()},
	}
}

// ratio holds a figure against the empty page.
func (o *Pages) ratio(f Figure) string {
	return fmt.Sprintf("%s = %.2f ×", f.text(), f.median()/o.Empty.median())
}

func verdict(met bool) string { return map[bool]string{true: "met", false: "**missed**"}[met] }

func (o *Pages) cold() []goal {
	null := o.Empty.median()
	return []goal{
		{"popup painted and focused, host killed", "≤ empty + 20 ms", o.ratio(o.Popup), o.Popup.median() <= null+20},
		{"first tag completion, host killed", "≤ empty + 30 ms", o.ratio(o.Completion), o.Completion.median() <= null+30},
		{"first results, host alive", "≤ 2 × empty", o.ratio(o.Alive), o.Alive.median() <= 2*null},
		{"memory of the engine after the cold question", "≤ 32 MB", megabytes(o.Memory), o.Memory <= 32e6},
	}
}

func (o *Pages) warm() []goal {
	kind, worst := o.worstKey()
	two, full := o.Keys[twoWords].Best, o.Keys[withTotal].Best
	return []goal{
		{"keystroke to results with records, worst kind (" + kind + "), p95", "≤ 5 ms", number(worst), worst <= 5},
		{"two words, the second being typed, p50 and p95", "≤ 1 ms, ≤ 2 ms", number(two.median()) + ", " + number(two.at(0.95)), two.median() <= 1 && two.at(0.95) <= 2},
		{"exact total and 30 related tags, p95", "≤ 30 ms", number(full.at(0.95)), full.at(0.95) <= 30},
	}
}

func (o *Pages) written() []goal {
	within := func(what string, f Figure, most float64) goal {
		return goal{what + ", p95", "≤ " + number(most), number(f.at(0.95)), f.at(0.95) <= most}
	}
	return []goal{
		within("save answered and found, strictly", o.Saves, 25),
		within("edit of one, strictly", o.Edits, 25),
		{fmt.Sprintf("import of %d, durable and searchable", o.Size), "≤ 8 s for 100,000", number(o.Import), o.Import <= 8_000*max(1, float64(o.Size)/100_000)},
		within("search while as many again are imported", o.Together.Search, 32),
		within("save while as many again are imported", o.Together.Save, 50),
		within("search while segments are merged", o.Merging.Search, 32),
		within("save while segments are merged", o.Merging.Save, 50),
	}
}

func (r *Report) sizes() []goal {
	engine, importer := r.Wasm["engine.wasm"], r.Wasm["import.wasm"]
	return []goal{
		{"engine.wasm", "≤ 3.2 MB", megabytes(float64(engine)), engine <= 3_200_000},
		{"import.wasm", "≤ 8 MB", megabytes(float64(importer)), importer <= 8_000_000},
	}
}

// edited holds what editing one bookmark left.
func edited(p printer, e *Edited) {
	if e == nil {
		return
	}
	p("\n## Editing one bookmark\n")
	p("%d bookmarks, of which one was edited %d times; the databases on the disk, browser closed: %s before, %s after, %.2f × (goal ≤ 1.3: %s).",
		e.Size, e.Edits, megabytes(e.Before), megabytes(e.After), e.After/e.Before, verdict(e.After <= 1.3*e.Before))
}
