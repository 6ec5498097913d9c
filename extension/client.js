/**
 * The page's side of the wire: every question goes to the host over one port,
 * which is opened at the first call and opened again at the next call after
 * the host has gone. A file never crosses the port: what reads or writes one is
 * a job.
 */
import { browser } from './browser.js';
import { canceled, job, wireError } from './jobs.js';

const RETRIES = 3;
const REPEATABLE = new Set(['get', 'chosen', 'byUrl', 'search', 'parse', 'narrow', 'complete', 'suggest', 'near', 'tags', 'history', 'differences', 'stats', 'settings', 'generation', 'hints', 'marks', 'explain']);

const START = 20_000; // ms in which a background starts, on a machine twenty times slower too
const STOPPED = { code: 'unheard', message: 'Pinfold’s background stopped before it answered. Try again.' };
/** A Chromium that a power cut has cost the files of the worker does so, and says nothing of it. */
const UNSTARTED = { code: 'closed', message: 'The browser does not start Pinfold’s background. Nothing is lost: close every window of the browser, start it again, then open Pinfold.' };

let port;
let nextId = 1;
let seen; // the generation that this page's listeners know of
const pending = new Map(); // id to the call under way
const listeners = new Set();

const isWrite = ({ params }) => Boolean(params.op);

function connect() {
  const mine = browser.runtime.connect({ name: 'page' });
  port = mine;
  let silent = setTimeout(() => { // here only while the host has said nothing
    mine.disconnect();
    for (const waiting of pending.values()) waiting.tries = Math.max(waiting.tries, RETRIES - 1); // once more, in case this page was frozen
    lost(UNSTARTED);
  }, START);
  mine.onMessage.addListener((message) => {
    clearTimeout(silent);
    silent = undefined;
    receive(message);
  });
  mine.onDisconnect.addListener(() => {
    clearTimeout(silent);
    lost(silent ? UNSTARTED : STOPPED);
  });
}

function receive(message) {
  if (message.event === 'changed' && message.id === undefined) {
    learn(message.generation);
    return;
  }
  const waiting = pending.get(message.id);
  if (!waiting) return;
  if (message.event !== undefined) {
    waiting.onEvent?.(JSON.parse(message.event));
    return;
  }
  pending.delete(message.id);
  if (message.error) waiting.reject(wireError(message.error));
  else waiting.resolve(message.result === undefined ? undefined : JSON.parse(message.result));
}

/** Tells the listeners of a generation, once. */
function learn(generation) {
  if (generation === seen) return;
  seen = generation;
  for (const listener of listeners) listener({ generation });
}

/** The host has gone: what can be repeated is, the rest fails with the error. */
function lost(error) {
  void browser.runtime.lastError;
  port = undefined;
  for (const [id, waiting] of pending) {
    const again = waiting.tries < RETRIES && (REPEATABLE.has(waiting.message.method) || isWrite(waiting.message));
    if (again) {
      waiting.tries += 1;
      send(waiting);
    } else {
      pending.delete(id);
      waiting.reject(wireError(error));
    }
  }
}

function send(waiting) {
  try {
    if (!port) connect();
    port.postMessage(waiting.message);
  } catch (error) {
    pending.delete(waiting.message.id);
    waiting.reject(wireError({ code: 'unheard', message: `Pinfold was updated or switched off (${error.message}). Reload this page.` }));
  }
}

/**
 * Calls a method of the engine. A signal cancels a read; a write that has been
 * sent runs to its end.
 * @param {string} method
 * @param {object} [params]
 * @param {{signal?: AbortSignal, onEvent?: (event: object) => void}} [options]
 * @returns {Promise<any>} the result; rejects with an Error that has .code
 */
export function call(method, params = {}, { signal, onEvent } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(canceled());
      return;
    }
    const id = nextId++;
    const waiting = { message: { id, method, params }, resolve, reject, onEvent, tries: 0 };
    pending.set(id, waiting);
    if (!isWrite(waiting.message)) signal?.addEventListener('abort', () => cancel(id), { once: true });
    send(waiting);
  });
}

function cancel(id) {
  const waiting = pending.get(id);
  if (!waiting) return;
  pending.delete(id);
  try {
    port?.postMessage({ id, cancel: true });
  } catch {
    // the host has gone, and the call with it
  }
  waiting.reject(canceled());
}

/**
 * Calls listener({generation}) after any change of the library by anybody.
 * @param {(change: {generation: number}) => void} listener
 * @param {number} [since] the generation that the page has asked everything after: it is no change
 * @returns {() => void} forgets the listener
 */
export function onChanged(listener, since) {
  seen ??= since;
  listeners.add(listener);
  if (!port) connect();
  return () => listeners.delete(listener);
}

/** A page that comes back into view may have missed a change. */
async function catchUp() {
  if (document.visibilityState !== 'visible' || !listeners.size) return;
  try {
    learn((await call('generation')).generation);
  } catch {
    // the next call says what is wrong
  }
}

globalThis.document?.addEventListener('visibilitychange', catchUp);

/**
 * Imports a file. With plan it only reports what it would do. What is refused
 * comes with the report as a file of its own form, a Blob.
 * @param {File|Blob|string} source
 * @param {{plan?: boolean, private?: boolean, existing?: 'merge'|'overwrite'|'keep', noFolders?: boolean, signal?: AbortSignal, onEvent?: (event: object) => void}} [options]
 * @returns {Promise<object>} the report, with refused: Blob | null, and the bytes of memory that the program had
 */
export async function importFile(source, { plan = false, private: isPrivate, existing = 'merge', noFolders = false, signal, onEvent, believe } = {}) {
  const file = typeof source === 'string' ? new File([source], 'pasted text') : source;
  const { result, chunks } = await job({ method: 'import', params: { name: file.name ?? '', plan, private: isPrivate, existing, noFolders }, file }, { signal, onEvent, believe });
  if (!plan) await call('generation').catch(() => {}); // it tells the other pages; the import is done
  return { ...result, refused: chunks.length ? new Blob(chunks) : null };
}

/**
 * Reads the whole library back.
 * @param {{signal?: AbortSignal, onEvent?: (event: {done: number, total: number}) => void}} [options]
 * @returns {Promise<{ok: boolean, outdated: boolean, checked: number, problems: string[]}>} outdated: the index is an earlier Pinfold's
 */
export async function checkLibrary(options) {
  const { result } = await job({ method: 'check', params: {} }, options);
  return result;
}

/**
 * Makes what is damaged in the library anew, out of its documents.
 * @param {{signal?: AbortSignal, onEvent?: (event: {done: number, total: number}) => void}} [options]
 * @returns {Promise<{segments: number, bookmarks: number, changes: number, fewer: number, listed: boolean, lost: string[], aside: Blob | null}>} changes: of the
 *   history that could not be read; listed: the list of parts was made anew; fewer: bookmarks than are remembered; lost: the titles before what could not be read
 */
export async function repairLibrary(options) {
  const { result, chunks } = await job({ method: 'repair', params: {} }, options);
  await call('generation').catch(() => {}); // it tells the other pages; the repair is done
  return { ...result, aside: chunks.length ? new Blob(chunks) : null };
}

/**
 * Compares the library with what a server has from here and, without plan, keeps it in step.
 * @param {{who: string, query?: string, plan?: boolean, yes?: boolean, auto?: boolean, seen?: {new: number, gone: number}, withdraw?: boolean, forget?: boolean}} params as wasm/transfer reads them
 * @param {{api: string, token: string} | null} server null: nothing can be sent
 * @param {{signal?: AbortSignal, onEvent?: (event: {done?: number, total?: number, wait?: number}) => void}} [options]
 */
export async function publishTo(params, server, options) {
  const { result } = await job({ method: 'publish', params, server }, options);
  return result;
}

/** Tells the host, not the engine, to believe what the database has now, be it nothing. */
export const beginAnew = () => call('beginAnew');
