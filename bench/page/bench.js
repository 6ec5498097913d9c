/**
 * Pinfold as a peer of the side-by-side benchmark: every question goes to the
 * engine through the host, as a page's does. The benchmark numbers its
 * documents; their numbers are kept here, in a database of their own.
 */
import { browser } from './browser.js';
import { call, importFile } from './client.js';

const op = () => crypto.randomUUID();

/** The numbers of the documents, by address; read when first asked for. */
let numbers;

function table(mode, use) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('bench-numbers');
    opening.onupgradeneeded = () => opening.result.createObjectStore('numbers');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const tx = opening.result.transaction('numbers', mode);
      const request = use(tx.objectStore('numbers'));
      tx.oncomplete = () => {
        opening.result.close();
        resolve(request.result);
      };
      tx.onabort = () => reject(tx.error);
    };
  });
}

const numberOf = async () => (numbers ??= new Map((await table('readonly', (store) => store.get('all'))) ?? []));

/** A bookmark as the benchmark's document. */
const document = (b) => ({
  id: numbers?.get(b.url), href: b.url, description: b.title, extended: b.description, tags: b.tags.join(' '),
});

/** A document as a bookmark. */
const bookmark = (d) => ({
  url: d.href, title: d.description, description: d.extended, tags: d.tags.split(' ').filter(Boolean),
  private: d.shared === 'no', unread: d.toread === 'yes',
});

async function store(d) {
  await call('save', { bookmark: bookmark(d), touched: ['title', 'description', 'tags', 'private', 'unread'], op: op() });
  numbers?.set(d.href, d.id);
  return {};
}

function question(q, { limit = 20, prefix, fuzzy, tags, total, facets }) {
  const wanted = typeof tags === 'string' ? tags.split(' ') : (tags ?? []);
  const query = [q, ...wanted.filter(Boolean).map((tag) => `tag:"${tag}"`)].filter(Boolean).join(' ');
  const want = [total && 'total', facets && 'tags', fuzzy && 'near'].filter(Boolean);
  return { query, offset: 0, limit, typing: Boolean(prefix), want };
}

globalThis.peer = {
  name: 'pinfold',
  version: browser.runtime.getManifest().version,
  caps: {
    rank: 'BM25F', prefix: 'yes', fuzzy: 'yes', filter: 'yes', facets: true, incremental: 'yes (journal)', cjk: 'any two characters',
    notes: 'in the service worker, over a port; every write is strict',
  },
  async build(docs) {
    await table('readwrite', (all) => all.put(docs.map((d) => [d.href, d.id]), 'all'));
    await importFile(new File([JSON.stringify(docs)], 'bench.json'));
    return {};
  },
  async open() {},
  /** Imports the file at an address, of Pinboard's records. */
  async take(url) {
    await importFile(new File([await (await fetch(url)).blob()], 'bench.json'));
  },
  /** Does at once what the host does when nobody asks. */
  tidy: () => call('tidy'),
  /** Puts what a query finds into the trash. */
  drop: (query) => call('delete', { query, op: op() }),
  async query(q, options = {}) {
    const found = await call('search', question(q, options));
    const list = [...found.bookmarks, ...(found.near ?? [])].slice(0, options.limit ?? 20);
    if (!options.hydrate) await numberOf();
    const answer = options.hydrate ? list.map(document) : list.map((b) => numbers.get(b.url));
    if (!options.total && !options.facets) return answer;
    return { ids: answer, total: found.total?.n ?? found.total, tags: found.tags.slice(0, options.facets || 0) };
  },
  add: store,
  update: store,
  async bytes() {
    const { bytes } = await call('stats');
    return Object.values(bytes).reduce((sum, n) => sum + n, 0);
  },
  async mem() {
    return (await call('stats')).memory;
  },
  // Every write is strict already.
  async setDurability() {},
};

/** Asks at once what the address asks, and notes when the answer with its records is there. */
const asked = new URLSearchParams(location.search).get('q');
if (asked) {
  const { probe } = globalThis;
  probe.asked = performance.now();
  globalThis.peer.query(asked, { hydrate: true, prefix: true }).then((list) => {
    probe.answered = performance.now();
    probe.hits = list.length;
  });
}
