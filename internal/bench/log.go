package bench

import "context"

// log begins a new log for the databases, as the extension does once after each
// start of the browser, and asks a first question meanwhile, the host killed.
func (m *bencher) log(ctx context.Context) error {
	if err := m.kill(ctx); err != nil {
		return err
	}
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	got, err := get[struct{ Log, First float64 }](ctx, p, `async (q) => {
		const settled = (request) => new Promise((go, fail) => {
			request.onsuccess = () => go(request.result);
			request.onerror = () => fail(request.error);
		});
		const renew = async () => {
			(await settled(indexedDB.open("pinfold-log"))).close();
			await settled(indexedDB.deleteDatabase("pinfold-log"));
		};
		const began = performance.now();
		const since = () => performance.now() - began;
		const [log, first] = await Promise.all([renew().then(since), peer.query(q, {limit: 20, hydrate: true}).then(since)]);
		return {log, first};
	}`, m.words(5))
	if err != nil {
		return err
	}
	m.out.Log, m.out.Meanwhile = got.Log, got.First
	m.say("%s: a new log of the databases %s, first results meanwhile %s", m.corpus.Name, number(got.Log), number(got.First))
	return nil
}
