/**
 * The host owns the engine. It boots it at the first call, carries calls to it,
 * and tells every page when the library has changed. It knows no bookmarks.
 */
import './wasm_exec.js';
import { browser } from './browser.js';
import { zoneTable } from './zone.js';

/** Methods that run to the end once received, whoever asked. */
const WRITES = new Set(['save', 'update', 'delete', 'restore', 'undo', 'renameTag', 'deleteTag', 'purge', 'settings']);
const TABLES_AFTER = 400; // ms without a write, before the tables in storage.local are made anew
const TIDY_AFTER = 3000; // ms without a call, before the library is tidied

const ports = new Set();
let engine; // promise of the running program
let fail; // rejects the calls under way when the program ends
let generation = 0;
let tablesTimer;
let tidyTimer;

/** Starts the engine, unless it runs. */
function boot() {
  engine ??= start().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start() {
  globalThis.pinfoldBoot = { database: 'pinfold', zone: zoneTable() };
  delete globalThis.pinfold;
  const go = new globalThis.Go();
  const { instance } = await instantiate('engine.wasm', go.importObject);
  const ended = new Promise((_, reject) => { fail = reject; });
  ended.catch(() => {});
  go.run(instance).finally(() => {
    engine = undefined;
    fail(problem('internal', 'Pinfold’s engine stopped. What you did last may not be saved: try again.'));
  });
  if (!globalThis.pinfold) throw problem('internal', `Pinfold’s engine did not start (${globalThis.pinfoldFailed ?? 'no reason given'}). Restart the browser.`);
  return { call: globalThis.pinfold.call, ended };
}

/** Compiles a packaged program while it is read; whole where the browser cannot. */
async function instantiate(file, imports) {
  const url = browser.runtime.getURL(file);
  try {
    return await WebAssembly.instantiateStreaming(fetch(url), imports);
  } catch {
    const bytes = await (await fetch(url)).arrayBuffer();
    return WebAssembly.instantiate(bytes, imports);
  }
}

function problem(code, message) {
  return { code, message };
}

/**
 * Calls a method of the engine from the background itself.
 * @param {string} method
 * @param {object} [params]
 * @param {{signal?: AbortSignal, onEvent?: (json: string) => void}} [options]
 * @returns {Promise<string>} the result as JSON text
 */
export async function callText(method, params = {}, { signal, onEvent } = {}) {
  clearTimeout(tidyTimer);
  const { call, ended } = await boot();
  const text = await Promise.race([call(method, JSON.stringify(params), signal, onEvent), ended]);
  if (WRITES.has(method)) changed();
  if (method === 'generation') noteGeneration(JSON.parse(text).generation);
  if (method !== 'tidy') tidyTimer = setTimeout(tidy, TIDY_AFTER);
  return text;
}

/** Calls a method and parses its result. */
export async function call(method, params, options) {
  return JSON.parse(await callText(method, params, options));
}

function noteGeneration(now) {
  if (now === generation) return;
  generation = now;
  changed();
}

/** Tells every page, and makes the tables anew when writing rests. */
function changed() {
  for (const port of ports) post(port, { event: 'changed', generation });
  clearTimeout(tablesTimer);
  tablesTimer = setTimeout(refreshTables, TABLES_AFTER);
}

/** Writes the tables that pages and the toolbar use while the engine is down. */
async function refreshTables() {
  try {
    const hints = await call('hints');
    const tables = { hints };
    if (await browser.permissions.contains({ permissions: ['tabs'] })) tables.marks = await call('marks');
    await browser.storage.local.set(tables);
  } catch (error) {
    console.warn('Pinfold: the tables were not refreshed', error?.message);
  }
}

/** Makes the tables anew now, as after the permission for the mark was given. */
export function refreshTablesNow() {
  return refreshTables();
}

async function tidy() {
  try {
    await callText('tidy');
  } catch (error) {
    console.warn('Pinfold: tidying was put off', error?.message);
  }
}

function post(port, message) {
  try {
    port.postMessage(message);
  } catch {
    ports.delete(port); // it was closed meanwhile
  }
}

/** Serves the page behind a port. */
export function attach(port) {
  if (port.sender?.id !== browser.runtime.id) {
    port.disconnect();
    return;
  }
  const running = new Map();
  ports.add(port);
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
    const result = await callText(method, params, { signal: controller?.signal, onEvent });
    post(port, { id, result });
  } catch (error) {
    post(port, { id, error: { code: error?.code ?? 'internal', message: error?.message ?? String(error), id: error?.id } });
  } finally {
    running.delete(id);
  }
}
