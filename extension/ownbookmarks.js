/** The browser's own bookmarks: read once, when the person presses for it and the browser's question is answered with yes. */
import { browser } from './browser.js';

const BOOKMARKS = { permissions: ['bookmarks'] };

/**
 * Asks for the permission, reads the bookmarks and gives the permission back.
 * The browser wants the press itself: nothing may be awaited before.
 * @returns {Promise<File | null>} a tree as browsers keep them; null if it was not allowed
 */
export async function readBookmarks() {
  if (!await browser.permissions.request(BOOKMARKS)) return null;
  const [top] = await browser.bookmarks.getTree();
  await browser.permissions.remove(BOOKMARKS).catch(() => {}); // it is asked for again the next time
  // Below the top are the browser's own folders, whatever they are called in its language.
  return new File([JSON.stringify({ root: 'placesRoot', ...top })], 'This browser’s bookmarks');
}
