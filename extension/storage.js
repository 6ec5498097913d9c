/** What the library takes, whether the browser keeps it, and whether it is whole. */
import { check, stats } from './api.js';
import { onChanged } from './client.js';
import { byId, countText, debounce, element, plural } from './dom.js';
import { sizeText } from './pace.js';

let controller;

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

function checking(on) {
  byId('check-start').disabled = on;
  byId('check-cancel').hidden = !on;
  byId('check-bar').hidden = !on;
  byId('check-bar').removeAttribute('value');
}

async function runCheck() {
  controller = new AbortController();
  byId('check-problems').hidden = true;
  byId('check-state').textContent = 'Checking';
  checking(true);
  try {
    showCheck(await check({ signal: controller.signal, onEvent: checkProgress }));
  } catch (error) {
    byId('check-state').textContent = error.code === 'canceled' ? 'Canceled.' : error.message;
  }
  checking(false);
}

function checkProgress({ done, total }) {
  byId('check-bar').max = Math.max(total, 1);
  byId('check-bar').value = done;
  byId('check-state').textContent = `${countText(done)} of ${plural(total, 'bookmark')} checked`;
}

function showCheck({ ok, checked, problems }) {
  byId('check-state').textContent = ok
    ? `All is well: ${plural(checked, 'bookmark')} and the index agree.`
    : `${plural(problems.length, 'problem')} found. Export what you can, then import that file into a fresh profile.`;
  byId('check-problems').hidden = ok;
  byId('check-problems').replaceChildren(...problems.map((text) => element('li', { text })));
}

/** Wires the two sections. */
export function storage() {
  showNumbers();
  showPersistence();
  onChanged(debounce(showNumbers, 300));
  byId('persist-ask').addEventListener('click', askPersistence);
  byId('check-start').addEventListener('click', runCheck);
  byId('check-cancel').addEventListener('click', () => controller?.abort());
}
