/**
 * Publishing: which server, which bookmarks, and how the last time went. It is
 * off until the person has named a server and pressed; then a step sends what
 * differs from what the server has acknowledged. What decides that is in Go.
 */
import { browser } from './browser.js';
import { generation } from './api.js';
import { publishTo } from './client.js';
import { dayOf, plural } from './dom.js';
import { canceled } from './patience.js';
import { leave, PUBLISHING, reaches } from './reach.js';
import { addressOf, ask, nameIn } from './server.js';

const KEY = 'publish';

/**
 * @returns {Promise<{address: string, token: string, query: string, auto: boolean, last?: {time: number, generation: number, bookmarks: number}} | null>}
 *   null while publishing is off
 */
export async function publication() {
  return (await browser.storage.local.get(KEY))[KEY] ?? null;
}

const keep = (set) => browser.storage.local.set({ [KEY]: set });

/**
 * Keeps what is chosen; what was published stays known for that server and name.
 * Of a server that was forgotten meanwhile nothing is kept, nor of another than
 * the one that a step was of.
 * @param {object} change
 * @param {object} [stepped] the publication that a step was of
 */
export async function choose(change, stepped) {
  const now = await publication();
  if (stepped ? !now || who(now) !== who(stepped) : !now && !change.address) return;
  const set = { query: '', auto: false, ...now, ...change };
  if (now && who(now) !== who(set)) Object.assign(set, { last: undefined, auto: false });
  await keep(set);
}

/** What the ledger is kept under. */
const who = ({ address, token }) => `${addressOf(address).home} ${nameIn(token)}`;

/** Where the bookmarks are to be seen. */
export const pageOf = ({ address, token }) => `${addressOf(address).home}u:${encodeURIComponent(nameIn(token))}/`;

const UNASKED = 10_000; // ms that what nobody asked for waits for another window
const HELD = 'Another window is publishing, or stands still at it. If nothing becomes of it, close the other windows of Pinfold, then open this one again.';

/** Asks for the time of the last change, as a server of ours gives it to who has the token; of another status than 200 the text is empty. */
async function lastChange({ address, token }, { signal, onEvent }) {
  const response = await ask({ api: addressOf(address).api, token }, 'posts/update', { signal, onWait: (wait) => onEvent?.({ wait }) });
  if (response.status === 200) return { status: 200, text: await response.text() };
  await response.cancel();
  return { status: response.status, text: '' };
}

/** Whether a server of ours says this. */
function isOurs(text) {
  try {
    return Boolean(JSON.parse(text)?.update_time);
  } catch {
    return false;
  }
}

/** Asks the server whether it knows the token; rejects with a sentence. */
export async function greet({ address, token }, options = {}) {
  if (!/^[^:\s]+:\S+$/.test(token)) throw new Error('The token is a name, a colon and letters, such as jm:0123456789ABCDEF. Copy it from the server.');
  const answer = await lastChange({ address, token }, options);
  if (answer.status === 401) throw new Error('The server does not know this token. Copy it anew from the server.');
  if (answer.status === 429) throw new Error('The server asks to be called less often. Wait some minutes, then press again.');
  if (!isOurs(answer.text)) throw new Error(`At this address no Pinfold server answers (${answer.status}). Check the address.`);
}

const run = (set, params, options) => publishTo({ who: who(set), query: set.query, ...params }, params.plan || params.forget ? null : { api: addressOf(set.address).api, token: set.token }, options);

/** What a step would do; sends nothing. */
export const look = (set, options) => run(set, { plan: true }, options);

/**
 * Does something while no other window publishes; who waits for one is told, and may cancel.
 * With a limit, in ms, and without a signal, it waits no longer: the other window may be frozen.
 */
async function alone({ signal, onEvent, limit } = {}, act) {
  const free = await navigator.locks.request('publish', { ifAvailable: true }, async (lock) => lock && { result: await act() });
  if (free) return free.result;
  onEvent?.({ other: true });
  try {
    return await navigator.locks.request('publish', { signal: limit ? AbortSignal.timeout(limit) : signal }, act);
  } catch (error) {
    if (error?.name === 'TimeoutError') throw new Error(HELD);
    throw signal?.aborted ? canceled() : error;
  }
}

/**
 * Keeps the server in step, one window at a time.
 * @param {object} set a publication
 * @param {{yes?: boolean, auto?: boolean, seen?: {new: number, gone: number}}} asked yes: the person has seen how much will be deleted; auto: not that much
 *   would be new; seen: the numbers that were seen
 * @returns {Promise<object>} the plan, and where .done what was sent; waiting: the plan of what was changed meanwhile and a person has to see
 */
export function step(set, asked, options) {
  return alone(options, () => publish(set, asked, options));
}

/** One step, and on with what is changed meanwhile: it may have been made private. */
async function publish(set, asked, options) {
  let whole = await once(set, asked, options);
  while (whole.done && (await generation()).generation !== whole.generation) {
    const more = await once(set, { auto: true }, options);
    if (!more.done) return { ...whole, waiting: more };
    whole = { ...more, sent: whole.sent + more.sent, deleted: whole.deleted + more.deleted };
  }
  return whole;
}

async function once(set, asked, options) {
  const { generation: now } = await generation();
  const result = await run(set, asked, options);
  if (result.done) await choose({ last: { time: Date.now(), generation: now, bookmarks: result.public - result.refused.length - result.refusedMore } }, set);
  return { ...result, generation: now };
}

/** Deletes on the server what is there from here. */
export async function withdraw(set, options) {
  return alone(options, async () => {
    const result = await run(set, { withdraw: true }, options);
    await choose({ last: undefined, auto: false }, set);
    return result;
  });
}

/** Forgets the server and what it has; what is there stays. Gives the permission back. */
export async function forget(set) {
  await run(set, { forget: true });
  await browser.storage.local.remove(KEY);
  await leave(set.address, PUBLISHING);
}

/** "25 nov 2026, 1,204 bookmarks" */
export const told = ({ time, bookmarks }) => `${dayOf(time)} ${new Date(time).getFullYear()}, ${plural(bookmarks, 'bookmark')}`;

/** The publication, if the server is to be kept in step and the library has changed. */
async function due() {
  const set = await publication();
  if (!set?.auto || !set.last || (await generation()).generation === set.last.generation) return null;
  return set;
}

/**
 * Keeps the server in step by itself, if that is wanted and the library has changed.
 * @returns {Promise<object | null>} the result of the step; null if there was none. Rejects if the browser no longer allows it
 */
export async function publishInTime() {
  if (!await due()) return null;
  return alone({ limit: UNASKED }, async () => {
    const set = await due(); // who was waited for may have published, or taken all back
    if (!set) return null;
    if (!await reaches(set.address, PUBLISHING)) throw new Error('Publishing waits: the browser no longer allows it. Look in the options at what has changed, and allow it there.');
    return publish(set, { auto: true });
  });
}
