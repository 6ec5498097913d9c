/** Several bookmarks at once: which are selected, and what is done with them. */
import { remove, restore, update } from './api.js';
import { byId, element, plural } from './dom.js';
import { formTags } from './editor.js';
import { beforeMany } from './snapshots.js';

/**
 * @param {{undo: object, failed: (error: Error, again: () => void) => void, changed: () => void, question: () => object, back: () => void}} page
 *   question: of asking.js; back: takes the focus to the list
 */
export function selection({ undo, failed, changed, question, back }) {
  const bar = byId('bulk');
  const box = byId('select-all');
  const ids = new Set();
  let all = null; // {query, count}: all that the query finds, strictly
  let tags;
  let inTrash = false;
  let picked = 0; // rises whenever others are selected, so that an answer of before is none
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

  const mark = (change, sentence) => doing((which) => update(which, change), sentence);

  function away() {
    const trash = inTrash;
    const mine = picked;
    const act = async (which) => {
      const done = await (trash ? restore : remove)(which);
      if (mine === picked) clear();
      return done;
    };
    return doing(act, trash ? 'Restored' : 'Deleted', { others: trash ? 'the others are back already, or their addresses have been saved again' : undefined });
  }

  /** Does it to all that are selected now, be they others by then, and says to how many it was done. */
  async function doing(f, sentence, { which = chosen(), asked = size(), others = 'the others were so already' } = {}) {
    if (bar.hasAttribute('aria-busy')) return false;
    bar.setAttribute('aria-busy', 'true');
    try {
      count.textContent = `Changing ${plural(asked, 'bookmark')} …`;
      await beforeMany(asked, (text) => { count.textContent = text; });
      const done = await f(which);
      undo.did(done.change, `${sentence}: ${plural(done.count, 'bookmark')}${done.count < asked ? ` of ${asked.toLocaleString('en')}; ${others}` : ''}`);
      return true;
    } catch (error) {
      failed(error, () => doing(f, sentence, { which, asked, others }));
      return false;
    } finally {
      bar.removeAttribute('aria-busy');
      show();
    }
  }

  function show() {
    const had = bar.contains(document.activeElement);
    bar.hidden = !size();
    if (had && bar.hidden) back();
    box.checked = Boolean(all);
    box.indeterminate = !all && ids.size > 0;
    count.textContent = all ? `All ${plural(all.count, 'bookmark')} of this query` : `${plural(ids.size, 'bookmark')} selected`;
    bar.querySelector('.danger').textContent = inTrash ? 'restore' : 'delete';
    changed();
  }

  function clear() {
    picked++;
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
      await question().closed();
      const mine = ++picked;
      const found = await question().everything();
      if (mine === picked) {
        picked++;
        ids.clear();
        all = found.count ? found : null;
      }
    } catch (error) {
      failed(error, toggleAll);
    }
    show();
  }

  /** The library has changed: what the query finds may be others by now. */
  async function renew() {
    if (!all || bar.hasAttribute('aria-busy')) return;
    const mine = picked;
    const found = await question().everything().catch(() => null); // the list says what is wrong
    if (!found || mine !== picked) return;
    all = found.count ? found : null;
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
      picked++;
      all = null;
      if (!ids.delete(id)) ids.add(id);
      show();
    },
    /** Selects several, when it is known which, unless others are selected by then. */
    async add(asked) {
      const mine = ++picked;
      const list = await asked;
      if (mine !== picked) return;
      picked++;
      all = null;
      for (const id of list) ids.add(id);
      show();
    },
    toggleAll,
    renew,
    /** Another query: another list, in the trash or not. */
    reset(trashed) {
      picked++;
      inTrash = trashed;
      if (size()) clear();
    },
  };
}
