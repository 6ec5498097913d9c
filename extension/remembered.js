/**
 * What is remembered of the library outside its database: which one it was, how
 * far it had come, how many bookmarks it held. It is small, since it is read at
 * every cold start. A database that has less is not believed.
 */
import { browser } from './browser.js';

/** @returns {Promise<{library: string, generation: number, bookmarks: number} | null>} */
export async function remembered() {
  try {
    const { remembered: known } = await browser.storage.local.get('remembered');
    return known ?? null;
  } catch {
    return null; // the other place is gone: the database alone decides
  }
}

/** What is to be remembered, out of the table of hints. */
export const toRemember = ({ library, generation, bookmarks }) => ({ library, generation, bookmarks });

/** Forgets it: what the database has is believed again, be it nothing. */
export const forget = () => browser.storage.local.remove(['remembered', 'hints', 'tables', 'marks']);
