/**
 * What is safe while the storage does not open: shown beside the words that say
 * so, and read from nowhere but where the database is not.
 */
import { lastBackup, told as toldBackup } from './backups.js';
import { element, saveBlob } from './dom.js';
import { snapshots } from './shelf.js';
import { openSnapshot, told as toldSnapshot } from './snapshots.js';

async function save(one, line) {
  try {
    const file = await openSnapshot(one);
    saveBlob(file, file.name);
    line.textContent = `Saved ${file.name} into your downloads. It can be imported into any Pinfold.`;
  } catch (error) {
    line.textContent = `The snapshot could not be saved: ${error.message} Try again.`;
  }
}

/**
 * The last backup, and the newest snapshot with a button that saves it as a file.
 * @returns {Promise<HTMLElement[]>} none where there is neither
 */
export async function rescue() {
  const [last, [newest]] = await Promise.all([lastBackup().catch(() => null), snapshots()]);
  const lines = [];
  if (last) lines.push(element('p', { class: 'quiet', text: `Your last backup: ${toldBackup(last)}.` }));
  if (newest) {
    const state = element('span', { role: 'status' });
    const button = element('button', { type: 'button', text: 'Save it as a file', on: { click: () => save(newest, state) } });
    lines.push(element('p', { class: 'quiet' }, [`The newest snapshot of the library: ${toldSnapshot(newest)}. `, button, ' ', state]));
  }
  return lines;
}
