/** Snapshots on the options page: which there are, a new one, one brought back. */
import { byId, element, focusFirst, plural, saveBlob, say } from './dom.js';
import { plan } from './importing.js';
import { sizeText } from './pace.js';
import { snapshots, UNTOLD } from './shelf.js';
import { openSnapshot, takeSnapshot, told, whyMade } from './snapshots.js';

/** Does something with a snapshot; what fails is said. */
async function doing(act) {
  say('snapshot-problem', '');
  try {
    await act();
  } catch (error) {
    say('snapshot-problem', `The snapshot cannot be used (${error.message}). Take another one, or a backup.`);
  }
}

async function bringBack(one) {
  const file = await openSnapshot(one);
  byId('import').scrollIntoView(); // where its progress stands, and what may be in the way
  await plan(file, 'overwrite');
}

async function save(one) {
  const file = await openSnapshot(one);
  saveBlob(file, file.name);
}

const row = (one) => element('li', {}, [
  element('span', { text: told(one) }), element('span', { class: 'quiet', text: ` ${whyMade(one)}, ${sizeText(one.bytes)} ` }),
  element('button', { type: 'button', text: 'Bring back', 'aria-label': `Bring back ${told(one)}`, on: { click: () => doing(() => bringBack(one)) } }), ' ',
  element('button', { type: 'button', text: 'Save as a file', 'aria-label': `Save ${told(one)} as a file`, on: { click: () => doing(() => save(one)) } }),
]);

async function show() {
  const list = await snapshots();
  const none = list === UNTOLD ? 'The browser does not say which snapshots there are. Load this page again.' : 'There is no snapshot yet.';
  say('snapshot-state', list.length ? `${plural(list.length, 'snapshot')} of the library as it was:` : none);
  byId('snapshot-list').replaceChildren(...list.map(row));
}

async function make() {
  byId('snapshot-now').disabled = true;
  say('snapshot-problem', '');
  say('snapshot-state', 'Writing the snapshot, and reading it back');
  try {
    await takeSnapshot('person');
  } catch (error) {
    say('snapshot-problem', `NO SNAPSHOT. It could not be written (${error.message}). Make room on the disk, or back up into a folder.`);
  }
  byId('snapshot-now').disabled = false;
  if (document.activeElement === document.body) focusFirst(byId('snapshot-now'));
  await show();
}

/**
 * Wires the section.
 * @returns {Promise<void>} when it shows how things are
 */
export function keeping() {
  byId('snapshot-now').addEventListener('click', make);
  document.addEventListener('snapshots', show);
  return show();
}
