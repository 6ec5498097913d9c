/** Export on the options page: a format, a query, a file. */
import { byId, countText, datedName, element, plural, saveBlob } from './dom.js';
import { WRITES } from './formats.js';
import { handed } from './handing.js';
import { UNSURE, exportFile } from './jobs.js';
import { sweepInTime } from './scratch.js';
import { underway } from './underway.js';

const work = underway('export', ['export-start']);
let chosen; // the ids of what was selected in the library

const format = () => byId('export-format').value;
const say = (id, text) => {
  byId(id).textContent = text;
  byId(id).hidden = !text;
};

function progress({ done, total }) {
  work.move({ done, total });
  say('export-state', `${countText(done)} of ${plural(total, 'bookmark')} written`);
}

const which = () => (chosen ? { ids: chosen } : { query: byId('export-query').value.trim() });

/** Exports what was selected; without ids, what a search finds. */
function choose(ids) {
  chosen = ids;
  byId('export-chosen').hidden = !ids;
  byId('export-which').hidden = Boolean(ids);
  if (ids) byId('export-chosen').firstElementChild.textContent = `${plural(ids.length, 'bookmark')} that you selected in the library.`;
}

/** What the library page has asked to be exported. */
async function asked() {
  const given = new URLSearchParams(location.search);
  byId('export-query').value = given.get('q') ?? '';
  if (!given.has('chosen')) return;
  byId('export-start').disabled = true; // it would take all
  const ids = await handed(given.get('chosen')).catch(() => undefined);
  byId('export-start').disabled = false;
  choose(ids);
  if (!ids) say('export-problem', 'What you selected is not known any more, since the browser was closed. Select it again in the library, or export what a search finds.');
}

async function start() {
  say('export-problem', '');
  say('export-state', '');
  const signal = work.begin();
  const name = format();
  try {
    const { blob, bookmarks, ending, full } = await exportFile(name, which(), { signal, onEvent: progress });
    finish(blob, bookmarks, datedName(ending));
    if (bookmarks && full) say('export-problem', UNSURE);
  } catch (error) {
    say('export-state', '');
    say('export-problem', error.code === 'canceled' ? 'Canceled: no file was written.' : error.message);
  } finally {
    sweepInTime();
    work.end();
  }
}

/** Why there is nothing to write. */
function nothing() {
  if (chosen) return 'Nothing of what you selected is in the library any more';
  return which().query ? 'Nothing was found for this search' : 'The library is empty';
}

function finish(blob, count, name) {
  if (!count) {
    say('export-state', `${nothing()}, so no file was written.`);
    return;
  }
  saveBlob(blob, name);
  say('export-state', `${plural(count, 'bookmark')} written to ${name}, in your downloads.`);
}

/** Wires the section. */
export function exporting() {
  const lacks = () => say('export-lacks', WRITES.find(({ name }) => name === format()).lacks);
  byId('export-format').append(...WRITES.map(({ name, title }) => element('option', { value: name, text: title })));
  byId('export-format').addEventListener('change', lacks);
  byId('export-start').addEventListener('click', start);
  byId('export-query').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && !byId('export-start').disabled) start();
  });
  byId('export-unchosen').addEventListener('click', () => {
    choose();
    byId('export-query').focus();
  });
  asked();
  lacks();
  sweepInTime();
}
