/**
 * What is remembered of the library outside its database: which one it was, how
 * far it had come, how many bookmarks it held. It stands in the table of hints.
 * A database that has less is not believed.
 */
import { browser } from './browser.js';

/** @returns {Promise<{library: string, generation: number, bookmarks: number} | null>} */
export async function remembered() {
  try {
    const { hints } = await browser.storage.local.get('hints');
    if (!hints?.library) return null;
    const { library, generation, bookmarks } = hints;
    return { library, generation, bookmarks };
  } catch {
    return null; // the other place is gone: the database alone decides
  }
}

/** Forgets it: what the database has is believed again, be it nothing. */
export const forget = () => browser.storage.local.remove(['hints', 'tables', 'marks']);
