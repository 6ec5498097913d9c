/**
 * Jobs: what reads or writes a file runs in a Worker of its own, so that neither
 * the page nor the engine of the host waits for it. A service worker cannot start one.
 */
import { browser } from './browser.js';
import { writeFailed } from './freshlog.js';
import { remembered } from './remembered.js';
import { discard } from './scratch.js';

/** What is said of a download that the same full disk may have had no room for. */
export const UNSURE = 'The browser’s disk is full: look whether the file is there and whole, or make room and try again.';

/** An Error that carries the engine's code and, for a duplicate, the id. */
export function wireError({ code, message, id }) {
  return Object.assign(new Error(message), { code, id });
}

/** What a person who canceled is told. */
export const canceled = () => wireError({ code: 'canceled', message: 'This was canceled; nothing was changed.' });

let policy; // made when it is needed: a page that starts no Worker has none

/** Where the program is, named by the one policy that may name a script; it names only our own. */
function program() {
  policy ??= globalThis.trustedTypes?.createPolicy('pinfold-worker', {
    createScriptURL: () => browser.runtime.getURL('importer.js'),
  });
  return policy ? policy.createScriptURL('') : browser.runtime.getURL('importer.js');
}

/** What a Worker, which cannot do so itself, failed with. */
function failed(error) {
  writeFailed(error);
  return wireError(error);
}

/**
 * Runs one job in a Worker of its own, which ends with the job.
 * @param {{method: string, params: object, file?: File, server?: object}} asked
 * @param {{signal?: AbortSignal, onEvent?: (event: object) => void, believe?: boolean, known?: object}} [options] believe: take whatever
 *   the database has; known: what is remembered of the library, from who could ask
 * @returns {Promise<{result: object, chunks: Blob[], file?: File, full?: boolean}>} rejects with an Error that has .code
 */
export async function job(asked, { signal, onEvent, believe, known } = {}) {
  const message = { ...asked, remembered: believe ? null : known ?? await remembered() }; // a Worker cannot ask for it
  if (signal?.aborted) throw canceled();
  return new Promise((resolve, reject) => {
    const worker = new Worker(program(), { type: 'module' });
    const chunks = [];
    const end = (settle, value) => {
      worker.terminate();
      settle(value);
    };
    worker.onmessage = ({ data }) => {
      if (data.chunk) chunks.push(new Blob([data.chunk])); // the browser's to keep, not the page's
      else if (data.event) onEvent?.(data.event);
      else if (data.error) end(reject, failed(data.error));
      else end(resolve, { result: data.result, chunks, file: data.file, full: data.full });
    };
    worker.onerror = (event) => end(reject, wireError({ code: 'internal', message: `The import program did not start (${event.message ?? 'no reason given'}). Reload the page, then try again.` }));
    signal?.addEventListener('abort', () => worker.postMessage({ cancel: true }), { once: true });
    worker.postMessage(message);
  });
}

/**
 * Exports the bookmarks chosen, or what a query finds, everything if it is empty.
 * @param {string} format one of those of formats.js
 * @param {{ids?: string[], query?: string}} which
 * @returns {Promise<{blob: Blob, bookmarks: number, ending: string, full: boolean, discard: () => Promise<void>}>} full: the disk has no
 *   room for it; discard: frees the room that blob takes, for who has copied it; else it is free some minutes later
 */
export async function exportFile(format, which, options) {
  const { result, chunks, file, full } = await job({ method: 'export', params: { format, ...which } }, options);
  return { blob: new Blob(file ? [file] : chunks, { type: result.type }), bookmarks: result.bookmarks, ending: result.ending, full: Boolean(full), discard: () => discard(file) };
}
