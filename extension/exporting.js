/** Export on the options page: a format, a query, a file. */
import { exportFile } from './client.js';
import { byId, countText, element, plural, saveBlob } from './dom.js';
import { WRITES } from './formats.js';

let controller;

const format = () => byId('export-format').value;
const say = (id, text) => {
  byId(id).textContent = text;
  byId(id).hidden = !text;
};

/** A dated name: pinfold-2026-11-25.json */
function fileName(ending) {
  const now = new Date();
  const two = (n) => String(n).padStart(2, '0');
  return `pinfold-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${ending}`;
}

function working(on) {
  byId('export-start').disabled = on;
  byId('export-cancel').hidden = !on;
  byId('export-bar').hidden = !on;
  byId('export-bar').removeAttribute('value');
}

function progress({ done, total }) {
  byId('export-bar').max = Math.max(total, 1);
  byId('export-bar').value = done;
  say('export-state', `${countText(done)} of ${plural(total, 'bookmark')} written`);
}

async function start() {
  controller = new AbortController();
  say('export-problem', '');
  say('export-state', '');
  working(true);
  const name = format();
  try {
    const { blob, bookmarks, ending } = await exportFile(name, byId('export-query').value.trim(), { signal: controller.signal, onEvent: progress });
    finish(blob, bookmarks, fileName(ending));
  } catch (error) {
    say('export-state', '');
    say('export-problem', error.code === 'canceled' ? 'Canceled: no file was written.' : error.message);
  } finally {
    working(false);
  }
}

function finish(blob, count, name) {
  if (!count) {
    say('export-state', 'Nothing was found for this search, so no file was written.');
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
  byId('export-cancel').addEventListener('click', () => controller?.abort());
  byId('export-query').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && !byId('export-start').disabled) start();
  });
  byId('export-query').value = new URLSearchParams(location.search).get('q') ?? '';
  lacks();
}
