/** Several bookmarks at once: which are selected, and what is done with them. */
import { remove, restore, update } from './api.js';
import { byId, element, plural } from './dom.js';
import { formTags } from './editor.js';
import { beforeMany } from './snapshots.js';

/**
 * @param {{undo: object, failed: (error: Error, again: () => void) => void, changed: () => void, everything: () => Promise<{query: string, count: number}>}} page
 */
export function selection({ undo, failed, changed, everything }) {
  const bar = byId('bulk');
  const box = byId('select-all');
  const ids = new Set();
  let all = null; // {query, count}: all that the query finds, strictly
  let tags;
  let inTrash = false;
  const count = element('span', { class: 'selected', role: 'status' });

  const size = () => all?.count ?? ids.size;
  const chosen = () => (all ? { query: all.query } : { ids: [...ids] });

  function build() {
    const button = (text, f, name = 'plain') => element('button', { type: 'button', class: name, text, on: { click: f } });
    const form = element('form', { class: 'tagfield', autocomplete: 'off' }, [
      element('input', { type: 'text', name: 'tags', 'aria-label': 'Tags for the selected', placeholder: 'tags', spellcheck: 'false', autocapitalize: 'off' }),
      element('ul', { role: 'listbox', 'aria-label': 'Tags that match', hidden: true }),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      tag('addTags');
    });
    bar.append(count, form, button('tag', () => tag('addTags'), ''), button('untag', () => tag('dropTags'), ''),
      button('mark read', () => mark({ unread: false }, 'Marked read')), button('mark unread', () => mark({ unread: true }, 'Marked unread')),
      button('make private', () => mark({ private: true }, 'Made private')), button('make public', () => mark({ private: false }, 'Made public')),
      button('delete', () => away(), 'danger'), button('select none', clear));
    tags = formTags(form, () => {});
  }

  async function tag(kind) {
    const list = tags.tags();
    if (!list.length) {
      bar.querySelector('input').focus();
      return;
    }
    const words = list.join(' ');
    const done = await mark({ [kind]: list }, kind === 'addTags' ? `Tagged “${words}”` : `Took “${words}” from`);
    if (done && words === tags.tags().join(' ')) tags.set([]); // else others have been typed meanwhile
  }

  const mark = (change, sentence) => doing(() => update(chosen(), change), sentence);

  async function away() {
    const trash = inTrash;
    const done = await doing(() => (trash ? restore : remove)(chosen()), trash ? 'Restored' : 'Deleted');
    if (done) clear();
  }

  /** Does it to all selected, and says to how many it was done. */
  async function doing(f, sentence) {
    if (bar.hasAttribute('aria-busy')) return false;
    const asked = size();
    bar.setAttribute('aria-busy', 'true');
    try {
      count.textContent = `Changing ${plural(asked, 'bookmark')} …`;
      await beforeMany(asked, (sentence) => { count.textContent = sentence; });
      const done = await f();
      undo.did(done.change, `${sentence}: ${plural(done.count, 'bookmark')}${done.count < asked ? ` of ${asked.toLocaleString('en')}; the others were so already` : ''}`);
      return true;
    } catch (error) {
      failed(error, () => doing(f, sentence));
      return false;
    } finally {
      bar.removeAttribute('aria-busy');
      show();
    }
  }

  function show() {
    bar.hidden = !size();
    box.checked = Boolean(all);
    box.indeterminate = !all && ids.size > 0;
    count.textContent = all ? `All ${plural(all.count, 'bookmark')} of this query` : `${plural(ids.size, 'bookmark')} selected`;
    bar.querySelector('.danger').textContent = inTrash ? 'restore' : 'delete';
    changed();
  }

  function clear() {
    ids.clear();
    all = null;
    show();
  }

  /** Selects everything that the query finds, or nothing if it was so. */
  async function toggleAll() {
    if (all) {
      clear();
      return;
    }
    try {
      const found = await everything();
      ids.clear();
      all = found.count ? found : null;
    } catch (error) {
      failed(error, toggleAll);
    }
    show();
  }

  build();
  box.addEventListener('change', toggleAll);
  return {
    size,
    clear,
    has: (id) => Boolean(all) || ids.has(id),
    /** The ids selected one by one; none while everything that the query finds is. */
    ids: () => (all ? [] : [...ids]),
    /** Selects one, or no longer. */
    toggle(id) {
      all = null;
      if (!ids.delete(id)) ids.add(id);
      show();
    },
    /** Selects several. */
    add(list) {
      all = null;
      for (const id of list) ids.add(id);
      show();
    },
    toggleAll,
    /** Another query: another list, in the trash or not. */
    reset(trashed) {
      inTrash = trashed;
      if (size()) clear();
    },
  };
}
