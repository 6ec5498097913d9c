/** What the library takes, and whether the browser keeps it. */
import { stats } from './api.js';
import { onChanged } from './client.js';
import { byId, countText, debounce, element, plural } from './dom.js';
import { sizeText } from './pace.js';

async function showNumbers() {
  try {
    const [s, estimate] = await Promise.all([stats(), navigator.storage.estimate()]);
    const rows = {
      Bookmarks: `${countText(s.bookmarks)} with ${plural(s.tags, 'tag')}`,
      'In the trash': countText(s.trashed),
      'Bookmarks take': sizeText(s.bytes.documents),
      'The index takes': sizeText(s.bytes.index),
      Parts: `${plural(s.segments, 'segment')}, ${plural(s.journal, 'bookmark')} in the journal`,
      'On the disk': `${sizeText(estimate.usage)} of ${sizeText(estimate.quota)} that the browser allows`,
    };
    byId('storage-list').replaceChildren(...Object.entries(rows).flatMap(([term, text]) => [element('dt', { text: term }), element('dd', { text })]));
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
  showNumbers();
  showPersistence();
  onChanged(debounce(showNumbers, 300));
  byId('persist-ask').addEventListener('click', askPersistence);
}
