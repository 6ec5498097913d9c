/**
 * What is shown when the browser's storage has not the library that was here:
 * nothing begins anew before the person has said so, twice.
 */
import { browser } from './browser.js';
import { lastBackup, told } from './backups.js';
import { beginAnew, importFile } from './client.js';
import { byId, datedName, element, plural, saveBlob } from './dom.js';
import { UNSURE, exportFile } from './jobs.js';
import { confirmed } from './keys.js';
import { snapshots, UNTOLD } from './shelf.js';
import { openSnapshot, told as toldSnapshot, whyMade } from './snapshots.js';

const SOME = /an older state of|another library/; // the storage has something, if not the library
const QUESTION = 'Begin with what the storage has now, and no longer look for the library that was here?';

/**
 * Shows it in place of the list.
 * @param {Error} error what the engine said
 */
export function showLost(error) {
  if (!byId('lost').hidden) return; // every call says so
  for (const id of ['found', 'aside', 'all-tags', 'changes', 'welcome']) byId(id).hidden = true;
  byId('lost').hidden = false;
  byId('lost-text').textContent = error.message.replace(/ Open Pinfold’s library page.*$/s, '');
  byId('lost-heading').focus();
  lastBackup().then((last) => {
    byId('lost-backup').textContent = last ? `Your last backup: ${told(last)}.` : '';
    byId('lost-backup').hidden = !last;
  }, () => {}); // then nothing is known of one
  byId('lost-some').hidden = !SOME.test(error.message);
  offerSnapshots();
}

/** Lists the snapshots of the browser's own, each to be brought back by a press. */
async function offerSnapshots() {
  const list = await snapshots();
  byId('lost-snapshots').hidden = !list.length && list !== UNTOLD;
  byId('lost-untold').hidden = list !== UNTOLD;
  byId('lost-snapshots').querySelector('ul').replaceChildren(...list.map((one) => element('li', {}, [
    `${toldSnapshot(one)} `, element('span', { class: 'quiet', text: `${whyMade(one)} ` }),
    element('button', { type: 'button', text: 'Bring it back', 'aria-label': `Bring back ${toldSnapshot(one)}`, on: { click: () => bringBack(one) } }),
  ])));
}

function problem(text) {
  byId('lost-problem').textContent = text;
  byId('lost-problem').hidden = false;
}

/** Believes what was just put in. */
async function believe() {
  try {
    await beginAnew();
    location.reload();
  } catch (error) {
    problem(`Everything of it is in the storage, but the library that was here is perhaps still looked for (${error.message}). Press “Bring it back” once more: what is in stays as it is.`);
  }
}

/**
 * Puts everything of a snapshot into what the storage has, and believes that from
 * then on: if it is cut off before, the library that was here is still missed.
 */
async function bringBack(one) {
  if (!(await confirmed(`Bring back the library as it was on ${toldSnapshot(one)}?`, 'Bring it back'))) return;
  byId('lost-problem').hidden = true;
  byId('lost-state').textContent = 'Bringing it back';
  byId('lost-bar').hidden = false;
  try {
    const file = await openSnapshot(one);
    const { skipped } = await importFile(file, { plan: true, believe: true }); // it is read whole before anything is begun
    if (skipped.length) throw new Error(`${plural(skipped.length, 'line')} of it cannot be read; try another one.`);
    await importFile(file, { believe: true });
    await believe();
  } catch (error) {
    problem(`NOT BROUGHT BACK. ${error.message}`);
  }
  byId('lost-state').textContent = '';
  byId('lost-bar').hidden = true;
}

/** Saves what the storage has now as a file, whatever it is. */
async function saveRest() {
  try {
    const { blob, bookmarks, ending, full } = await exportFile('pinfold', {}, { believe: true });
    saveBlob(blob, datedName(ending));
    byId('lost-state').textContent = `Saved ${plural(bookmarks, 'bookmark')} into your downloads.`;
    if (full) problem(UNSURE);
  } catch (error) {
    problem(`Nothing could be saved: ${error.message}`);
  }
}

async function begin() {
  if (!(await confirmed(QUESTION, 'Begin anew'))) return;
  try {
    await beginAnew();
    browser.tabs.create({ url: browser.runtime.getURL('options.html#import') });
    location.reload();
  } catch (error) {
    problem(`${error.message} Nothing was begun.`);
  }
}

/** Wires the buttons. */
export function wireLost() {
  byId('lost-again').addEventListener('click', () => location.reload());
  byId('lost-begin').addEventListener('click', begin);
  byId('lost-save').addEventListener('click', saveRest);
}
