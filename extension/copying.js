/**
 * A copy of many bookmarks, kept until it is done: the popup may close before,
 * and its Worker ends with it. Whoever opens Pinfold next copies them again; what
 * is there already is merged.
 */
import { browser } from './browser.js';
import { importFile } from './client.js';

const KEY = 'copying';
const PASSING = new Set(['full', 'closed', 'canceled']); // what another try may mend

/** Does it while no other page does. */
const alone = (options, act) => navigator.locks.request(KEY, options, act);

async function run(area, { name, text }) {
  try {
    const report = await importFile(new File([text], name));
    await area.remove(KEY);
    return report;
  } catch (error) {
    if (!PASSING.has(error.code)) await area.remove(KEY); // it is said, and would fail again
    throw error;
  }
}

/**
 * Imports a text.
 * @param {boolean} incognito it is kept for the session only
 * @param {string} name as of a file
 * @param {string} text
 */
export function copyKept(incognito, name, text) {
  const area = incognito ? browser.storage.session : browser.storage.local;
  const copy = { name, text };
  area.set({ [KEY]: copy }).catch(() => {}); // not awaited: the next moment the popup may be gone
  return alone({}, () => run(area, copy));
}

/** Finishes what a popup that has closed had begun. */
export function finishCopies() {
  return alone({ ifAvailable: true }, async (lock) => {
    for (const area of lock ? [browser.storage.local, browser.storage.session] : []) {
      const { [KEY]: copy } = await area.get(KEY);
      if (copy) await run(area, copy);
    }
  });
}
