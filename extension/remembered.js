/**
 * What is remembered of the library outside its database: which one it was, how
 * far it had come, how many bookmarks it held. It is small, since it is read at
 * every cold start. A database that has less is not believed.
 */
import { browser } from './browser.js';
import { within } from './limit.js';
import { snapshots } from './shelf.js';

const PATIENCE = 10_000; // ms; every start of the engine waits for it

/** What the other place holds; a page without a window has none to ask. */
const kept = async () => browser.storage.local.get('remembered');

/**
 * @returns {Promise<{library: string, generation: number, bookmarks: number} | null>}
 *   library: '' is one of which nothing is known but that there was one
 */
export async function remembered() {
  const found = await within(PATIENCE, kept().catch(() => null), {}); // who is late is not gone: a snapshot may tell
  if (!found) return null; // the other place is gone: the database alone decides
  return found.remembered ?? bySnapshot();
}

/** Where all else is gone, a snapshot tells that there was a library. */
async function bySnapshot() {
  const [newest] = await snapshots();
  return newest ? { library: '', generation: 0, bookmarks: newest.bookmarks } : null;
}

/** What is to be remembered, out of the table of hints. */
export const toRemember = ({ library, generation, bookmarks }) => ({ library, generation, bookmarks });

/** Forgets it: what the database has is believed again, be it nothing, whatever snapshots there are. */
export async function forget() {
  await browser.storage.local.remove(['hints', 'tables', 'marks']);
  await browser.storage.local.set({ remembered: { library: '', generation: 0, bookmarks: 0 } });
}
