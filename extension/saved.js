/**
 * Saved searches: a name and the string of a query, which is asked strictly.
 * They are settings of the library, so they outlive the browser's own
 * bookmarks of a view; in the order in which they were saved.
 */
import { settings } from './api.js';
import { disclosure } from './disclosure.js';
import { byId, element } from './dom.js';

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
 * @param {{go: (query: string) => void, undo: {say: Function}}} page
 */
export function saved({ go, undo }) {
  const button = byId('saved');
  const panel = byId('saved-panel');
  const { hide } = disclosure(button, panel, { shown: show, keepOpen: '#undo' });
  const form = byId('saved-new');
  const { name } = form.elements;
  const query = () => byId('search').value.trim();
  let list = [];

  const problem = (text) => {
    byId('saved-problem').textContent = text;
    byId('saved-problem').hidden = !text;
  };

  function row(search) {
    return element('li', {}, [
      element('button', { type: 'button', class: 'open', title: search.query, on: { click: () => open(search) } }, [element('bdi', { text: search.name })]),
      element('button', { type: 'button', class: 'plain', 'aria-label': `Delete the saved search ${search.name}`, title: 'Delete', text: '✕', on: { click: () => remove(search) } }),
    ]);
  }

  /** Draws what the library holds now: another window may have saved one. */
  async function draw() {
    list = savedIn(await settings());
    byId('saved-list').replaceChildren(...list.map(row));
    byId('saved-none').hidden = list.length > 0;
  }

  async function show() {
    problem('');
    form.hidden = !query();
    name.value = headed();
    await attempt(draw);
    (form.hidden ? panel.querySelector('li button') ?? button : name).focus();
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

  /** Another search of the same name is the same search. */
  async function add() {
    const text = name.value.trim() || query();
    const key = list.find((s) => s.name === text)?.key ?? `${KEY}${Date.now().toString(36)}`;
    if (!await attempt(() => keep(key, text, query()))) return;
    hide(true);
    undo.say(`This search is saved as “${text}”.`);
  }

  async function remove(search) {
    if (!await attempt(() => settings({ [search.key]: '' }).then(draw))) return;
    (panel.querySelector('li button') ?? button).focus();
    undo.say(`The saved search “${search.name}” is deleted.`, () => back(search));
  }

  async function back({ key, name: text, query: asked }) {
    if (await attempt(() => keep(key, text, asked).then(draw))) undo.say('Taken back.');
    else undo.say(byId('saved-problem').textContent, () => back({ key, name: text, query: asked }));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    add();
  });
}
