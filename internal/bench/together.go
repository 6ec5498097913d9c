package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Together is what a search and a save took while something large was written.
type Together struct {
	Search, Save Figure
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
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	kinds := m.kinds()
	for turn := 0; ; turn++ {
		list := kinds[turn%len(kinds)].questions
		took, err := get[Together](ctx, p, `async (list, turn) => {
			const time = async (what) => { const began = performance.now(); await what(); return performance.now() - began; };
			const took = {Search: [], Save: []};
			for (const {q, options} of list) took.Search.push(await time(() => peer.query(q, {limit: 20, hydrate: true, ...options})));
			const href = "https://meanwhile.example/" + turn;
			took.Save.push(await time(() => peer.add({id: 3e6, href, description: "Saved meanwhile", extended: "", tags: "bench"})));
			await new Promise((go) => setTimeout(go, 400)); // nobody saves faster than that
			return took;
		}`, list[turn%20*10:turn%20*10+10], turn)
		if err != nil {
			return err
		}
		m.out.Together.Search = append(m.out.Together.Search, took.Search...)
		m.out.Together.Save = append(m.out.Together.Save, took.Save...)
		ended, err := get[string](ctx, importing, `() => globalThis.ended ?? ""`)
		if err != nil {
			return err
		}
		if ended == "whole" {
			m.say("%s: while %d are imported, search p95 %s, save p95 %s", m.corpus.Name, len(docs), number(m.out.Together.Search.at(0.95)), number(m.out.Together.Save.at(0.95)))
			return nil
		}
		if ended != "" {
			return fmt.Errorf("the import beside it failed: %s", ended)
		}
	}
}
