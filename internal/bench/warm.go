package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// marks reads the background's marks.
func marks(raw json.RawMessage) (map[string]float64, error) {
	var m map[string]float64
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	for _, name := range []string{"fetch", "compiled", "running"} {
		if m[name] == 0 {
			return nil, fmt.Errorf("the background did not mark %q", name)
		}
	}
	return m, nil
}

// How many questions of a kind are asked.
const (
	warmUp = 40
	asked  = 200
	laps   = 3
)

// keys asks what a person's keystrokes ask, through the host, with records.
func (m *bencher) keys(ctx context.Context) error {
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	for _, kind := range m.kinds() {
		took, err := get[Keystrokes](ctx, p, `async (list, warmUp, laps) => {
			const ask = async ({q, options}) => {
				const began = performance.now();
				await peer.query(q, {limit: 20, hydrate: true, ...options});
				return performance.now() - began;
			};
			for (const question of list.slice(0, warmUp)) await ask(question);
			const rest = list.slice(warmUp);
			const all = [];
			const best = rest.map(() => Infinity);
			for (let lap = 0; lap < laps; lap += 1) {
				for (const [i, question] of rest.entries()) {
					const ms = await ask(question);
					all.push(ms);
					best[i] = Math.min(best[i], ms);
				}
			}
			return {best, all};
		}`, kind.questions, warmUp, laps)
		if err != nil {
			return err
		}
		m.out.Keys[kind.name] = took
		m.say("%s: %s p50 %s, p95 %s, p95 of all %s", m.corpus.Name, kind.name, number(took.Best.median()), number(took.Best.at(0.95)), number(took.All.at(0.95)))
	}
	return nil
}

// withTotal is the kind that a page asks when typing rests.
const withTotal = "with total and 30 tags"

const twoWords = "two words, the second being typed"

// A keyKind is one kind of keystroke.
type keyKind struct {
	name      string
	questions []keystroke
}

type keystroke struct {
	Q       string         `json:"q"`
	Options map[string]any `json:"options"`
}

// kinds are the keystrokes of a search box: the last word is a prefix, and
// near matches are wanted where there is little else.
func (m *bencher) kinds() []keyKind {
	box := map[string]any{"prefix": true, "fuzzy": true}
	full := map[string]any{"prefix": true, "fuzzy": true, "total": true, "facets": 30}
	ask := func(name string, options map[string]any, text func(words []string, i int) string) keyKind {
		k := keyKind{name: name}
		for i := range warmUp + asked {
			words := plainWords(m.words(i))
			k.questions = append(k.questions, keystroke{text(words, i), options})
		}
		return k
	}
	return []keyKind{
		ask("one or two letters", box, func(w []string, i int) string { return w[0][:1+i%2] }),
		ask("a word being typed", box, func(w []string, i int) string { return w[0][:3+i%(len(w[0])-2)] }),
		ask(twoWords, box, func(w []string, i int) string { return w[0] + " " + w[1][:1+i%len(w[1])] }),
		ask("a word with a slip", box, func(w []string, _ int) string { return slip(w[0]) }),
		ask("a common word", box, m.common()),
		ask("a tag and a word being typed", box, func(w []string, i int) string { return "#" + m.tag(i) + " " + w[0][:3+i%(len(w[0])-2)] }),
		ask("nothing like it", box, func(w []string, _ int) string { return "zzqx" + w[0] }),
		ask(withTotal, full, func(w []string, i int) string { return w[0][:3+i%(len(w[0])-2)] }),
	}
}

// common gives the words that stand in most titles, the commonest first.
func (m *bencher) common() func(words []string, i int) string {
	count := make(map[string]int)
	for i := range m.corpus.Docs {
		seen := make(map[string]bool)
		for _, w := range plainWords(m.corpus.Docs[i].Description) {
			if !seen[w] {
				seen[w] = true
				count[w]++
			}
		}
	}
	list := sortedKeys(count)
	slices.SortStableFunc(list, func(a, b string) int { return count[b] - count[a] })
	return func(_ []string, i int) string { return list[i%len(list)] }
}

// tag is the first tag of a bookmark, of those that have one.
func (m *bencher) tag(i int) string {
	for ; ; i++ {
		d := m.corpus.Docs[i*7919%len(m.corpus.Docs)]
		if tags := strings.Fields(d.Tags); len(tags) > 0 {
			return tags[0]
		}
	}
}

// slip swaps two letters of a word.
func slip(w string) string { return w[:1] + w[2:3] + w[1:2] + w[3:] }

// saves saves bookmarks and finds each at once.
func (m *bencher) saves(ctx context.Context) error {
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	m.out.Saves, err = get[Figure](ctx, p, `async (n) => {
		const took = [];
		for (let i = 0; i < n; i += 1) {
			const word = "zqsaved" + String.fromCharCode(97 + i % 26, 97 + Math.floor(i / 26));
			const began = performance.now();
			await peer.add({id: 1e6 + i, href: "https://saved.example/" + word, description: "A page called " + word, extended: "", tags: "saved bench"});
			const found = await peer.query(word, {limit: 1, hydrate: true});
			took.push(performance.now() - began);
			if (found[0]?.href !== "https://saved.example/" + word) throw new Error(word + " was not found");
		}
		return took;
	}`, asked)
	if err != nil {
		return err
	}
	m.out.Edits, err = get[Figure](ctx, p, `async (n) => {
		const took = [];
		for (let i = 0; i < n; i += 1) {
			const began = performance.now();
			await peer.update({id: 1e6, href: "https://saved.example/zqsavedaa", description: "Title " + i, extended: "", tags: "saved bench"});
			took.push(performance.now() - began);
		}
		return took;
	}`, asked)
	m.say("%s: save p50 %s, p95 %s; edit p95 %s", m.corpus.Name, number(m.out.Saves.median()), number(m.out.Saves.at(0.95)), number(m.out.Edits.at(0.95)))
	return err
}

// merge saves until segments have to be merged, tidies, and notes what all of it
// takes in the store. By then the engine, which nobody stopped, has answered
// four thousand keystrokes and saved 1,500 bookmarks: more than a day's use.
func (m *bencher) merge(ctx context.Context) error {
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	took, err := get[struct{ Merge, Bytes, Day, Rested float64 }](ctx, p, `async (n) => {
		for (let i = 0; i < n; i += 1) {
			await peer.add({id: 2e6 + i, href: "https://many.example/" + i, description: "Page number " + i, extended: "", tags: "many bench"});
		}
		const began = performance.now();
		await peer.tidy();
		const took = {Merge: performance.now() - began, Bytes: await peer.bytes(), Day: await peer.mem()};
		if (took.Day > 64e6) await new Promise((go) => setTimeout(go, 13000)); // by then the host has given it back
		return {...took, Rested: await peer.mem()};
	}`, 1100)
	m.out.Merge, m.out.Bytes, m.out.Day, m.out.Rested = took.Merge, took.Bytes, took.Day, took.Rested
	return err
}
