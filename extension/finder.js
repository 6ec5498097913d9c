/** The search box of the popup and its results. */
import { search } from './api.js';
import { byId, fromTemplate, element, safeHref, hostOf, monthOf, plural, ignored } from './dom.js';

const LIMIT = 8;

/**
 * @param {{show: (finding: boolean) => void, leave: () => void}} page
 */
export function finder({ show, leave }) {
  const box = byId('search');
  const list = byId('results');
  const status = byId('found');
  let chosen = 0;
  let controller;

  async function find() {
    controller?.abort();
    const query = box.value;
    show(query.trim() !== '');
    if (!query.trim()) return;
    controller = new AbortController();
    try {
      const page = await search({ query, limit: LIMIT, typing: true, want: ['total', 'near'] }, { signal: controller.signal });
      if (query === box.value) render(page);
    } catch (error) {
      if (error.code !== 'canceled') status.textContent = error.message;
    }
  }

  function render(page) {
    const total = page.total.n ?? page.total;
    status.textContent = page.hint?.text ?? plural(total, 'bookmark');
    const rows = page.bookmarks.map(row);
    if (page.near.length) rows.push(element('li', { class: 'near-line quiet', text: 'near (not counted):' }), ...page.near.slice(0, 3).map(row));
    list.replaceChildren(...rows);
    choose(0);
  }

  function row(b) {
    const li = fromTemplate('result');
    const link = li.querySelector('a');
    safeHref(link, b.url);
    li.querySelector('bdi').textContent = b.title;
    li.querySelector('p').textContent = [hostOf(b.url), b.tags.slice(0, 5).join(' '), monthOf(b.created)].filter(Boolean).join(' · ');
    return li;
  }

  const links = () => [...list.querySelectorAll('li:not(.near-line)')];

  function choose(i) {
    const rows = links();
    rows[chosen]?.removeAttribute('data-chosen');
    chosen = Math.max(0, Math.min(i, rows.length - 1));
    rows[chosen]?.setAttribute('data-chosen', '');
    rows[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  box.addEventListener('input', find);
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && !ignored(event)) {
      event.preventDefault();
      links()[chosen]?.querySelector('a').dispatchEvent(new MouseEvent('click', { ctrlKey: event.ctrlKey, metaKey: event.metaKey, bubbles: true, cancelable: true }));
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (box.value) {
        box.value = '';
        find();
      }
      leave();
    }
  });
}
