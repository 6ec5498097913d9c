/** Whether the library is whole, and making it whole. */
import { check, repair } from './api.js';
import { byId, countText, datedName, element, plural, saveBlob } from './dom.js';
import { takeSnapshot } from './snapshots.js';
import { underway } from './underway.js';

const work = underway('check', ['check-start']);
let aside = null; // what a repair could not read

const progress = (done) => ({ done: n, total }) => {
  work.move({ done: n, total });
  byId('check-state').textContent = `${countText(n)} of ${plural(total, 'bookmark')} ${done}`;
};

/** Lists sentences; none hides the list. */
function list(sentences) {
  byId('check-problems').hidden = !sentences.length;
  byId('check-problems').replaceChildren(...sentences.map((text) => element('li', { text })));
}

const failure = (error) => (error.code === 'canceled' ? 'Canceled. Nothing was changed.' : error.message);

/** Does what takes long; what fails is said. */
async function doing(begun, act, told = failure) {
  byId('check-state').textContent = begun;
  const signal = work.begin();
  byId('check-repair').hidden = true;
  try {
    await act(signal);
  } catch (error) {
    byId('check-state').textContent = told(error);
  }
  work.end();
}

async function read(signal) {
  const found = await check({ signal, onEvent: progress('checked') });
  byId('check-repair').hidden = found.ok && !found.outdated;
  return found;
}

const well = ({ checked, outdated }) => `All is well: ${plural(checked, 'bookmark')} and the index agree.${outdated ? ' The index is an earlier Pinfold’s: repair it to find all that can be found now.' : ''}`;

function runCheck() {
  list([]);
  byId('check-aside').hidden = true;
  return doing('Checking', async (signal) => {
    const found = await read(signal);
    byId('check-state').textContent = found.ok ? well(found) : `${plural(found.problems.length, 'problem')} found. Press “Repair”: what is damaged is made anew from the bookmarks themselves.`;
    list(found.problems);
  });
}

/** What a repair has done, in sentences. */
function repaired({ segments, bookmarks, changes, fewer, listed, lost }) {
  const said = ['Repaired.'];
  if (segments) said.push(`${plural(bookmarks, 'bookmark was', 'bookmarks were')} read and the index made anew.`);
  if (lost.length) said.push(`${plural(lost.length, 'piece')} could not be read: import your last backup, it brings back what is missing.`);
  else if (!listed) said.push('No bookmark is missing.');
  if (fewer) said.push(`Pinfold last counted ${countText(fewer)} more: import your last backup.`);
  if (listed) said.push('The list of parts was made anew. Your settings, saved searches and older history stood in it: import your last backup to have the settings and searches again. A bookmark that you had deleted for ever, or a large change that had failed, may be there.');
  if (changes) said.push(`${plural(changes, 'change')} of the history could not be read and can no longer be taken back.`);
  return said.join(' ');
}

async function runRepair() {
  list([]);
  let done;
  await doing('Repairing', async (signal) => {
    await takeSnapshot('repair', { signal }).catch((error) => {
      if (error.code === 'canceled') throw error; // else: of what is damaged there may be none
    });
    done = await repair({ signal, onEvent: progress('read') });
    aside = done.aside;
    byId('check-aside').hidden = !aside;
    const lost = done.lost.map((after) => (after ? `A bookmark behind “${after}” cannot be read.` : 'A bookmark at the beginning of a part cannot be read.'));
    byId('check-state').textContent = 'Repaired; now it is checked';
    list(lost);
    const found = await read(signal);
    byId('check-state').textContent = `${repaired(done)} ${found.ok ? well(found) : `${plural(found.problems.length, 'problem is', 'problems are')} left: import your last backup.`}`;
    list([...lost, ...found.problems]);
  }, (error) => (done ? `${repaired(done)} ${error.code === 'canceled' ? 'The check behind it was canceled.' : `It could not be checked behind that: ${error.message}`}` : failure(error)));
  if (!done) byId('check-repair').hidden = false; // it was canceled, or has failed: it can be pressed again
}

/** Wires the section. */
export function checking() {
  byId('check-start').addEventListener('click', runCheck);
  byId('check-repair').addEventListener('click', runRepair);
  byId('check-aside').addEventListener('click', () => saveBlob(aside, datedName('damaged.jsonl')));
}
