/**
 * The host carries calls to the engine, a port for each page, and tells every page
 * when the library has changed. It knows no bookmarks.
 */
import { stayAwake } from './awake.js';
import { browser } from './browser.js';
import { abandon, boot, discard, memory } from './engine.js';
import { freshLog, writeFailed } from './freshlog.js';
import { settle } from './outbox.js';
import { forget } from './remembered.js';
import { refreshTables } from './tables.js';
import { snapshotUnasked } from './unasked.js';

/** Methods that run to the end once received, whoever asked. */
const WRITES = new Set(['save', 'update', 'delete', 'restore', 'undo', 'renameTag', 'deleteTag', 'purge', 'settings']);
const TABLES_AFTER = 400; // ms without a write, before the tables are made anew
const TIDY_AFTER = 3000; // ms without a call, before the library is tidied
const SHRINK_AFTER = 7000; // ms more, before an engine that has grown is ended
const KEEP_AFTER = 5_000; // ms more, before a snapshot; a form that is open asks every twenty seconds
const END_AFTER = 300_000; // ms more, before any engine is ended
const MEMORY = 64 << 20; // bytes that an engine at rest may hold
const LONG = new Set(['update', 'delete', 'restore', 'undo', 'renameTag', 'deleteTag', 'purge', 'tidy']); // may change every bookmark there is
const LONGEST = 600_000; // ms; by then the disk is taken to stand still

const ports = new Set();
let underWay = 0;
let generation = 0; // the last one that pages were told of
let tablesTimer;
let turn = 0; // rises with every call, so that what waits for rest sees that there was none

/** Asks the engine, which is started if need be. */
async function ask(method, params = {}, { signal, onEvent } = {}) {
  underWay += 1;
  const rests = LONG.has(method) ? stayAwake(LONGEST) : undefined;
  let program;
  try {
    program = await boot();
    return await program.call(method, JSON.stringify(params), signal, onEvent);
  } catch (error) {
    writeFailed(error);
    if (error?.code !== 'panicked') throw error;
    abandon(program);
    throw { ...error, code: 'internal' };
  } finally {
    underWay -= 1;
    rests?.();
  }
}

const askValue = async (method) => JSON.parse(await ask(method));

/**
 * Calls a method of the engine from the background itself.
 * @param {string} method
 * @param {object} [params]
 * @param {{signal?: AbortSignal, onEvent?: (json: string) => void}} [options]
 * @returns {Promise<string>} the result as JSON text
 */
async function callText(method, params, options) {
  turn += 1;
  try {
    const text = await ask(method, params, options);
    if (writes(method, params)) learn();
    if (method === 'save') quietly('a save that is done is still kept', () => settle(params.op));
    if (method === 'settings' && params?.set) await refreshTablesNow(); // the next form begins with them
    if (method === 'generation') note(JSON.parse(text).generation);
    return method === 'stats' ? `{"memory":${memory()},${text.slice(1)}` : text;
  } finally {
    rest();
  }
}

/** Believes what the database has, be it nothing, from now on. */
async function beginAnew() {
  await forget();
  discard();
  return callText('generation');
}

/** Calls a method and parses its result. */
export async function call(method, params, options) {
  return JSON.parse(await callText(method, params, options));
}

/** Reading the settings changes nothing. */
const writes = (method, params) => WRITES.has(method) && (method !== 'settings' || Boolean(params?.set));

/** Learns the generation after a write, which every page is told of. */
async function learn() {
  const now = await askValue('generation').catch(() => ({ generation }));
  changed(now.generation);
}

/** Notes a generation that another writer may have made, such as an import. */
function note(now) {
  if (now !== generation) changed(now);
}

/** Tells every page, and makes the tables anew when writing rests. */
function changed(now) {
  generation = now;
  freshLog(); // there was room to write
  for (const port of ports) post(port, { event: 'changed', generation });
  clearTimeout(tablesTimer);
  tablesTimer = setTimeout(refreshTablesNow, TABLES_AFTER);
}

/** Makes the tables anew now, if they are of another generation. */
export function refreshTablesNow() {
  return quietly('the tables were not refreshed', () => refreshTables(askValue));
}

/** What is done while nobody asks: tidying, giving memory back, and keeping what has changed in a snapshot. */
export async function rest() {
  turn += 1;
  const mine = turn;
  const rested = async (ms) => {
    await new Promise((go) => setTimeout(go, ms));
    return turn === mine && !underWay;
  };
  if (!(await rested(TIDY_AFTER))) return;
  await quietly('tidying was put off', () => ask('tidy'));
  freshLog();
  await refreshTablesNow();
  if (!(await rested(SHRINK_AFTER))) return;
  if (memory() > MEMORY) discard();
  if (!(await rested(KEEP_AFTER))) return;
  await quietly('no snapshot was made', () => snapshotUnasked(askValue));
  if (await rested(END_AFTER)) discard();
}


async function quietly(what, work) {
  try {
    await work();
  } catch (error) {
    console.warn(`Pinfold: ${what}`, error?.message);
  }
}

function post(port, message) {
  try {
    port.postMessage(message);
  } catch {
    ports.delete(port); // it was closed meanwhile
  }
}

/** Whether a port comes from a page of our own: not from another extension, nor from a script in a web page. */
function ours({ sender }) {
  return sender?.id === browser.runtime.id && Boolean(sender.url?.startsWith(browser.runtime.getURL('')));
}

/** Serves the page behind a port; one called “wake” only says that a page will ask soon. */
export function attach(port) {
  if (!ours(port)) {
    port.disconnect();
    return;
  }
  if (port.name === 'wake') {
    port.disconnect();
    quietly('the engine did not start early', () => callText('generation'));
    return;
  }
  const running = new Map();
  ports.add(port);
  post(port, { event: 'started' }); // a page hears that the background is there before its first answer
  port.onMessage.addListener((message) => {
    if (message.cancel) running.get(message.id)?.abort();
    else serve(port, running, message);
  });
  port.onDisconnect.addListener(() => {
    ports.delete(port);
    for (const controller of running.values()) controller?.abort();
  });
}

/** Runs one call of a page and answers it, once. */
async function serve(port, running, { id, method, params }) {
  const controller = WRITES.has(method) ? null : new AbortController();
  running.set(id, controller);
  const onEvent = (json) => post(port, { id, event: json });
  try {
    const result = await (method === 'beginAnew' ? beginAnew() : callText(method, params, { signal: controller?.signal, onEvent }));
    post(port, { id, result });
  } catch (error) {
    post(port, { id, error: { code: error?.code ?? 'internal', message: error?.message ?? String(error), id: error?.id } });
  } finally {
    running.delete(id);
  }
}
