/**
 * A copy of many bookmarks, kept until it is done: the popup may close before,
 * and its Worker ends with it. Whoever opens Pinfold next copies them again; what
 * is there already is merged.
 */
import { browser } from './browser.js';
import { importFile } from './client.js';

const KEY = 'copying';
const KEEP = 7 * 86_400_000; // ms

/** Does it while no other page does, or beside one that does. */
const locked = (act) => navigator.locks.request(KEY, { ifAvailable: true }, act);

const again = ({ name, text }) => importFile(new File([text], name));

/** Forgets a copy; there may be another by now. */
async function drop(area, { id }) {
  if ((await area.get(KEY))[KEY]?.id === id) await area.remove(KEY);
}

/**
 * Imports a text. Whatever comes of it is said to the person.
 * @param {boolean} incognito it is kept for the session only
 * @param {string} name as of a file
 * @param {string} text
 */
export function copyKept(incognito, name, text) {
  const area = incognito ? browser.storage.session : browser.storage.local;
  const copy = { id: crypto.randomUUID(), time: Date.now(), name, text };
  area.set({ [KEY]: copy }).catch(() => {}); // not awaited: the next moment the popup may be gone
  return locked(() => again(copy).finally(() => drop(area, copy)));
}

/** Finishes what a popup that has closed had begun; what cannot be done now is kept for a week. */
export function finishCopies() {
  return locked(async (lock) => {
    for (const area of lock ? [browser.storage.local, browser.storage.session] : []) {
      const { [KEY]: copy } = await area.get(KEY);
      if (!copy) continue;
      if (Date.now() - copy.time < KEEP) await again(copy);
      await drop(area, copy);
    }
  });
}
