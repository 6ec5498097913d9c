package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"pinfold/internal/browser"
)

// Together is what a search and a save took while something large was written.
type Together struct {
	Search, Save Figure
}

// meanwhile asks questions and saves once, and answers what each took.
const meanwhile = `async (list) => {
	const time = async (what) => { const began = performance.now(); await what(); return performance.now() - began; };
	const took = {Search: [], Save: []};
	for (const {q, options} of list) took.Search.push(await time(() => peer.query(q, {limit: 20, hydrate: true, ...options})));
	const href = "https://meanwhile.example/" + crypto.randomUUID(); // one that is there already would not be written
	took.Save.push(await time(() => peer.add({id: 3e6, href, description: "Saved meanwhile", extended: "", tags: "bench"})));
	await new Promise((go) => setTimeout(go, 400)); // nobody saves faster than that
	return took;
}`

// beside searches and saves in a page of its own until what another page is
// about has ended.
func (m *bencher) beside(ctx context.Context, busy browser.Page) (all Together, err error) {
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return all, err
	}
	defer p.Close(ctx)
	kinds := m.kinds()
	for turn := 0; ; turn++ {
		list := kinds[turn%len(kinds)].questions
		took, err := get[Together](ctx, p, meanwhile, list[turn%20*10:turn%20*10+10])
		if err != nil {
			return all, err
		}
		all.Search = append(all.Search, took.Search...)
		all.Save = append(all.Save, took.Save...)
		ended, err := get[string](ctx, busy, `() => globalThis.ended ?? ""`)
		if err != nil || ended == "whole" {
			return all, err
		}
		if ended != "" {
			return all, fmt.Errorf("what was done beside it failed: %s", ended)
		}
	}
}

// merging puts all that was imported beside into the trash, so that every one of
// its segments is merged, and meanwhile searches and saves in another page.
func (m *bencher) merging(ctx context.Context) error {
	busy, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer busy.Close(ctx)
	if _, err := busy.Eval(ctx, `() => peer.drop("url:second")`); err != nil {
		return err
	}
	began := time.Now()
	if _, err := busy.Eval(ctx, `() => {
		peer.tidy().then(() => { globalThis.ended = "whole"; }, (error) => { globalThis.ended = String(error?.message ?? error); });
	}`); err != nil {
		return err
	}
	if m.out.Merging, err = m.beside(ctx, busy); err != nil {
		return err
	}
	m.say("%s: while segments are merged, for %s with all that is asked, search p95 %s, save p95 %s", m.corpus.Name, time.Since(began).Round(time.Millisecond),
		number(m.out.Merging.Search.at(0.95)), number(m.out.Merging.Save.at(0.95)))
	return nil
}

// together imports a second corpus in one page, and meanwhile searches and
// saves in another.
func (m *bencher) together(ctx context.Context) error {
	docs := generate(rand.New(rand.NewPCG(5, 6)), len(m.corpus.Docs))
	for i := range docs {
		docs[i].Href = strings.Replace(docs[i].Href, ".example/", ".second.example/", 1)
	}
	url, stop, err := m.serve(docs)
	if err != nil {
		return err
	}
	defer stop()
	importing, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer importing.Close(ctx)
	if _, err := importing.Eval(ctx, `(url) => {
		peer.take(url).then(() => { globalThis.ended = "whole"; }, (error) => { globalThis.ended = String(error?.message ?? error); });
	}`, url); err != nil {
		return err
	}
	if m.out.Together, err = m.beside(ctx, importing); err != nil {
		return err
	}
	m.say("%s: while %d are imported, search p95 %s, save p95 %s", m.corpus.Name, len(docs), number(m.out.Together.Search.at(0.95)), number(m.out.Together.Save.at(0.95)))
	return nil
}
