/**
 * Saved searches: a name and the string of a query, which is asked strictly.
 * They are settings of the library, so they outlive the browser's own
 * bookmarks of a view; in the order in which they were saved.
 */
import { settings } from './api.js';
import { disclosure } from './disclosure.js';
import { byId, element, ignored } from './dom.js';

const KEY = 'search:';

/** The saved searches among the settings. What is not one is passed over. */
function savedIn(set) {
  return Object.keys(set).filter((key) => key.startsWith(KEY)).flatMap((key) => {
    try {
      const { name, query } = JSON.parse(set[key]);
      return typeof name === 'string' && typeof query === 'string' ? [{ key, name, query }] : [];
    } catch {
      return [];
    }
  });
}

const keep = (key, name, query) => settings({ [key]: JSON.stringify({ name, query }) });

/** The query's terms as the heading has them. */
const headed = () => [...byId('heading').querySelectorAll('bdi')].map((e) => e.textContent).join(' + ');

/**
 * The button and what it discloses.
 * @param {{go: (query: string) => void, undo: {say: Function, didOther: Function}}} page
 */
export function saved({ go, undo }) {
  const button = byId('saved');
  const panel = byId('saved-panel');
  const { hide } = disclosure(button, panel, { shown, keepOpen: '#undo' });
  const form = byId('saved-new');
  const { name } = form.elements;
  const query = () => byId('search').value.trim();
  let list = [];
  let adding = false;

  const problem = (text) => {
    byId('saved-problem').textContent = text;
    byId('saved-problem').hidden = !text;
  };

  function row(search) {
    const small = (what, text, f) => element('button', { type: 'button', class: 'plain', 'aria-label': `${what} the saved search ${search.name}`, title: what, text, on: { click: f } });
    const line = element('li', {}, [
      element('button', { type: 'button', class: 'open', title: search.query, on: { click: () => open(search) } }, [element('bdi', { text: search.name })]),
      small('Rename', 'rename', () => line.replaceChildren(naming(search, line))),
      small('Delete', '✕', () => remove(search)),
    ]);
    return line;
  }

  /** The form in which a row gets another name. Esc leaves it as it was. */
  function naming(search, line) {
    const field = element('input', { type: 'text', name: 'to', maxlength: 100, value: search.name, 'aria-label': `New name of ${search.name}` });
    const renaming = element('form', { autocomplete: 'off' }, [field, element('button', { type: 'submit', text: 'Save' })]);
    renaming.addEventListener('submit', (event) => {
      event.preventDefault();
      rename(search, field.value.trim());
    });
    renaming.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || ignored(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const again = row(search);
      line.replaceWith(again);
      again.querySelector('button').focus();
    });
    queueMicrotask(() => field.select());
    return renaming;
  }

  /** Reads what the library holds now: another window may have saved one. */
  async function read() {
    list = savedIn(await settings());
  }

  function show() {
    byId('saved-list').replaceChildren(...list.map(row));
    byId('saved-none').hidden = list.length > 0;
  }

  const draw = () => read().then(show);
  const toFirst = () => (panel.querySelector('li button') ?? button).focus();

  async function shown() {
    problem('');
    form.hidden = !query();
    name.value = headed();
    await attempt(draw);
    if (panel.hidden || panel.contains(document.activeElement)) return; // the person is elsewhere by now
    if (form.hidden) toFirst();
    else name.select();
  }

  async function attempt(act) {
    try {
      problem('');
      await act();
      return true;
    } catch (error) {
      problem(error.message);
      return false;
    }
  }

  function open(search) {
    hide();
    go(search.query);
  }

  const named = (text) => list.find((s) => s.name === text);
  const isAnothers = (text, key) => (named(text)?.key ?? key) !== key;

  /** Saves under a name; one that had it gives it up, and can be had back. */
  async function add() {
    if (adding) return;
    adding = true;
    const asked = query();
    const text = name.value.trim() || asked;
    let before;
    let key;
    const kept = await attempt(async () => {
      await read();
      before = named(text);
      key = before?.key ?? `${KEY}${Date.now().toString(36)}`;
      await keep(key, text, asked);
    });
    adding = false;
    if (!kept) return;
    hide(true);
    if (!before) undo.didOther(`This search is saved as “${text}”.`, () => forget(key));
    else if (before.query === asked) undo.say(`This search is saved as “${text}”.`);
    else undo.didOther(`“${text}” is now this search. It was: ${before.query}`, () => back(before));
  }

  async function rename({ key }, text) {
    if (!await attempt(read)) return;
    const search = list.find((s) => s.key === key);
    if (!search) {
      show();
      toFirst();
      problem('Another window has deleted this search. Save it anew.');
      return;
    }
    if (!text || isAnothers(text, key)) {
      problem(text ? `Another saved search is called “${text}”. Choose another name.` : 'A saved search needs a name. Type one.');
      return;
    }
    if (!await attempt(() => (text === search.name ? draw() : keep(key, text, search.query).then(draw)))) return;
    panel.querySelectorAll('li .open')[list.findIndex((s) => s.key === key)]?.focus();
    if (text !== search.name) undo.didOther(`“${search.name}” is now called “${text}”.`, () => back(search));
  }

  async function remove(search) {
    if (!await attempt(() => forget(search.key))) return;
    toFirst();
    undo.didOther(`The saved search “${search.name}” is deleted.`, () => back(search));
  }

  /** Brings one back as it was, but not under a name that another has by now. */
  async function back({ key, name: had, query: asked }) {
    await read();
    if (isAnothers(had, key)) throw new Error(`Another saved search is called “${had}” by now. Rename that one, then press undo.`);
    await keep(key, had, asked).then(draw);
  }

  const forget = (key) => settings({ [key]: '' }).then(draw);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    add();
  });
}
