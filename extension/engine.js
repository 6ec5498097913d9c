/**
 * The engine's program: booted at the first call, booted anew after it has
 * ended. It knows no calls and no pages.
 */
import './wasm_exec.js';
import { browser } from './browser.js';
import { freshLog, writeWasCut } from './freshlog.js';
import { remembered } from './remembered.js';
import { zoneTable } from './zone.js';

const ENDED = 'Pinfold’s engine stopped. What you did last may not be saved: try again.';

let engine; // promise of the program
let program; // the program, once it runs

/**
 * The running program, started if there is none.
 * @returns {Promise<{call: Function, stop: () => void, memory: () => number}>} a call rejects also if the program ends
 */
export function boot() {
  engine ??= start().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start() {
  const go = new globalThis.Go();
  performance.mark('fetch');
  const [{ instance }, known] = await Promise.all([instantiate('engine.wasm', go.importObject), remembered()]);
  globalThis.pinfoldBoot = { database: 'pinfold', zone: zoneTable(), remembered: known };
  globalThis.pinfoldClosed = () => writeWasCut().then(freshLog);
  performance.mark('compiled');
  const mine = engine;
  const forget = () => {
    if (engine === mine) drop();
  };
  const waiting = new Set(); // what rejects each call under way
  let over; // why no call is answered any more
  const fail = (error) => { // one that ends between calls fails nobody
    over ??= error;
    for (const reject of waiting) reject(over);
  };
  go.run(instance).finally(() => {
    deafen(go);
    forget();
    fail(problem(ENDED));
  });
  if (!globalThis.pinfold) throw problem(`Pinfold’s engine did not start (${globalThis.pinfoldFailed ?? 'no reason given'}). Restart the browser.`);
  performance.mark('running');
  const { call: begin, stop } = globalThis.pinfold;
  // Were calls raced with one promise, it would keep their answers as long as the program.
  const call = (...args) => new Promise((resolve, reject) => {
    if (over) throw over;
    waiting.add(reject);
    begin(...args).then(resolve, reject).finally(() => waiting.delete(reject));
  });
  program = { call, stop, memory: () => instance.exports.mem.buffer.byteLength, fail: () => fail({ code: 'unheard', message: ENDED }) };
  return program;
}

/**
 * What still comes to a program that has ended, a timer or an answer of the
 * database, wakes nobody. A database that was to be made is not: it would stay
 * without its parts.
 */
function deafen(go) {
  for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
  go._resume = () => {
    const event = go._pendingEvent?.args[0];
    go._pendingEvent = null;
    if (event?.type === 'upgradeneeded') event.target.transaction.abort();
  };
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

function problem(message) {
  return { code: 'internal', message };
}

/** How many bytes of memory the program has, 0 if none runs. They never become fewer. */
export const memory = () => program?.memory() ?? 0;

/** Ends the program and gives its memory back; nobody may be calling it. */
export function discard() {
  program?.stop();
  drop();
}

/** Ends a program that has panicked: what it holds in memory is not to be trusted. Whoever waits for it has not heard how it went. */
export function abandon(broken) {
  if (program !== broken) return; // it has ended already
  drop();
  broken.fail();
  broken.stop();
}

function drop() {
  engine = program = undefined;
  delete globalThis.pinfold;
}
