/** What the library takes, and whether the browser keeps it. */
import { stats } from './api.js';
import { onChanged } from './client.js';
import { byId, countText, debounce, element, plural } from './dom.js';
import { sizeText } from './pace.js';

const ROWS = {
  Bookmarks: (s) => `${countText(s.bookmarks)} with ${plural(s.tags, 'tag')}`,
  'In the trash': (s) => countText(s.trashed),
  'Bookmarks take': (s) => sizeText(s.bytes.documents),
  'The index takes': (s) => sizeText(s.bytes.index),
  Parts: (s) => `${plural(s.segments, 'segment')}, ${plural(s.journal, 'bookmark')} in the journal`,
  'On the disk': (s, estimate) => `${sizeText(estimate.usage)} of ${sizeText(estimate.quota)} that the browser allows`,
};

/** The rows, each with what its function gives. */
function draw(value) {
  const rows = Object.entries(ROWS).flatMap(([term, told]) => [element('dt', { text: term }), element('dd', { text: value(told) })]);
  byId('storage-list').replaceChildren(...rows);
}

async function showNumbers() {
  try {
    const [s, estimate] = await Promise.all([stats(), navigator.storage.estimate()]);
    draw((told) => told(s, estimate));
  } catch (error) {
    byId('storage-list').replaceChildren(element('dd', { class: 'missing', text: error.message }));
  }
}

async function showPersistence() {
  const kept = await navigator.storage.persisted();
  byId('persist-ask').hidden = kept;
  byId('persist-state').textContent = kept
    ? 'Persistent: the browser does not clear it when the disk runs full.'
    : 'Not marked as persistent.';
}

async function askPersistence() {
  const given = await navigator.storage.persist();
  await showPersistence();
  if (!given) byId('persist-state').textContent = 'The browser said no; it may say yes after more use. Keep an export as well.';
}

/** Wires the section. */
export function storage() {
  draw(() => '…'); // so that nothing moves when the engine has told them
  showNumbers();
  showPersistence();
  onChanged(debounce(showNumbers, 300));
  byId('persist-ask').addEventListener('click', askPersistence);
}
