/**
 * Snapshots as pages have them: everything in the library as it was, to be
 * looked at, brought back or made before something large.
 */
import { stats } from './api.js';
import { dayOf, plural } from './dom.js';
import { hold, root } from './shelf.js';
import { shelve, shelveInTime } from './shelving.js';

/** So many bookmarks changed at once are many: what was before is kept. */
export const MANY = 50;

const WHY = {
  time: 'made by itself', import: 'before an import', bulk: 'before many were changed', repair: 'before a repair', person: 'made by you',
};

/** A snapshot as a file to import or to save. */
export async function openSnapshot({ name, time }) {
  await hold(name);
  const file = await (await (await root()).getFileHandle(name)).getFile();
  return new File([file], `pinfold-${new Date(time).toISOString().slice(0, 16).replace(':', '.')}.jsonl.gz`, { type: 'application/gzip' });
}

/** "25 nov 2026, 14:03, 14,012 bookmarks" */
export function told({ time, bookmarks }) {
  const at = new Date(time);
  return `${dayOf(time)} ${at.getFullYear()}, ${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}, ${plural(bookmarks, 'bookmark')}`;
}

/** Why it was made. */
export const whyMade = ({ reason }) => WHY[reason] ?? '';

/** Makes one, as shelve does. */
export const takeSnapshot = (reason, options) => shelve(reason, stats, options);

/**
 * Makes one before a change of so many bookmarks, if the newest is half an hour
 * old. The change is made all the same where that fails.
 * @param {number} bookmarks that are about to change
 * @param {(sentence: string) => void} say what takes so long
 */
export async function beforeMany(bookmarks, say) {
  if (bookmarks <= MANY) return;
  say('Keeping a snapshot of the library as it is …');
  await shelveInTime('bulk', stats).catch((error) => console.warn(`Pinfold: no snapshot was made (${error.message})`));
  say(`Changing ${plural(bookmarks, 'bookmark')} …`);
}
