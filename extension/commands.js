/** What each key and each button of a row does. */
import { browser } from './browser.js';
import { get, purge } from './api.js';
import { byId, plural } from './dom.js';
import { toggleDeleted, togglePrivate, toggleUnread } from './actions.js';
import { copyBookmark } from './copy.js';
import { edit, editing } from './editor.js';
import { confirmed } from './keys.js';
import { longPress } from './longpress.js';
import { viewHere } from './place.js';
import { toggleWhy } from './why.js';

const AROUND = 500; // rows among which one that has moved is looked for

export function commands(app) {
  const rows = byId('rows');
  const underWay = new Map(); // what is being done, to the ids of the bookmarks: pressed twice, it is one change
  let last; // {id, index, question} where a range of selected rows begins

  const here = () => app.found.at(app.focus.at());

  /** Does it to the bookmark at hand; what fails is said, and tried again with the same one. */
  async function doing(f, index, b = app.found.at(index)) {
    const ids = underWay.get(f) ?? new Set();
    if (!b || ids.has(b.id)) return;
    underWay.set(f, ids.add(b.id));
    try {
      await f(b, app.undo, index);
    } catch (error) {
      app.head.problem(error, () => doing(f, index, b));
    } finally {
      ids.delete(b.id);
    }
  }

  const onRow = (f) => () => doing(f, app.focus.at());

  /**
   * Opens a row's form; with a draft its tags were typed over those of then.
   * @returns {boolean} whether it is open
   */
  function editRow(index, field, draft, then) {
    const row = app.view.rowAt(index);
    const now = app.found.at(index);
    if (!row || !now || editing()) return false;
    const b = draft?.tags ? { ...now, tags: then.tags } : now;
    app.undo.hide();
    edit(row, b, {
      field,
      draft,
      saved(change, inView, here) {
        if (change) app.undo.did(change, `Saved “${b.title}”`);
        if (inView) back(index, here);
      },
      reverted(typed) {
        left(b, field, typed, { again: JSON.stringify(typed) === JSON.stringify(draft) });
        back(index);
      },
      left: (typed, error) => left(b, field, typed, { error }),
    });
    return true;
  }

  /** Says that a row was left; what was typed into it can be brought back, in its turn if it was not just brought back as it is. */
  function left(b, field, typed, { error, again = false }) {
    if (!typed) return;
    const what = error ? `NOT SAVED: “${b.title}”. ${error.message} Undo brings back what you typed` : `Took back what you typed into “${b.title}”`;
    const bringBack = () => reopen(b, field, typed);
    if (again) app.undo.say(what, bringBack);
    else app.undo.left(what, bringBack);
  }

  /**
   * Opens a row again that was left, wherever the list is now.
   * @returns {Promise<boolean>} whether there is nothing more to bring back
   */
  async function reopen(b, field, typed) {
    if (viewHere() !== 'list' || app.found.indexOf(b.id) < 0) await app.go(b.deleted ? `${b.url} is:trashed` : b.url);
    const index = app.found.indexOf(b.id);
    if (index < 0) return isElsewhere(b); // else the list could not be asked, or something else was
    app.focus.focus(index);
    return editRow(index, field, typed, b);
  }

  /** Whether it was deleted, or restored, meanwhile. */
  const isElsewhere = (b) => get(b.id).then(({ deleted }) => Boolean(deleted) !== Boolean(b.deleted), ({ code }) => code === 'not_found');

  function back(index, here = true) {
    if (here) app.focus.focus(index); // else the person has gone on meanwhile
    app.asking.edited();
  }

  /** Opens the row's link here, or in another tab. */
  function open(elsewhere, active) {
    const link = app.focus.row()?.querySelector('.title a');
    if (!link?.href) return;
    if (elsewhere) browser.tabs.create({ url: link.href, active });
    else link.click();
  }

  function select(index) {
    const { id } = app.found.at(index);
    app.selected.toggle(id);
    begin(id, index);
  }

  function begin(id, index) {
    last = { id, index, question: app.found.question() };
  }

  /** Where the bookmark is by now at which a range begins; -1 if it is not in this list. */
  async function begins() {
    if (last?.question !== app.found.question()) return -1;
    const at = app.found.indexOf(last.id);
    if (at >= 0) return at;
    const from = Math.max(0, last.index - AROUND);
    const near = (await app.asking.idsBetween(from, last.index + AROUND)).indexOf(last.id);
    return near < 0 ? -1 : from + near;
  }

  async function selectRange() {
    const to = app.focus.at();
    const b = here();
    if (!b) return;
    try {
      const found = await begins();
      const from = last ? (found < 0 ? to : found) : 0; // before any was selected it begins with the first
      await app.selected.add(app.asking.idsBetween(Math.min(from, to), Math.max(from, to)));
      begin(b.id, to);
    } catch (error) {
      app.head.problem(error, selectRange);
    }
  }

  async function copy(b) {
    await copyBookmark(b);
    app.undo.say(`Copied “${b.title}”`);
  }

  /** Deletes what is found, and nothing that comes into the trash while the person is asked. */
  async function emptyTrash() {
    try {
      await app.asking.closed();
      const until = Date.now();
      const found = await app.asking.everything();
      const question = `Delete ${plural(found.count, 'bookmark')} for ever? This cannot be undone.`;
      if (!(await confirmed(question, 'Delete for ever'))) return;
      const { count } = await app.undo.changing(found.count, () => purge(found.query, until));
      app.undo.say(`Deleted ${plural(count, 'bookmark')} for ever.`);
    } catch (error) {
      app.head.problem(error, emptyTrash);
    }
  }

  /** Says why a bookmark is found, in its row, wherever that is by now. */
  async function why(b) {
    const row = app.view.rowAt(app.found.indexOf(b.id));
    if (row) await toggleWhy(row, b, app.asking.question());
  }

  const BY_KEY = {
    e: (index) => editRow(index, 'title'),
    t: (index) => editRow(index, 'tags'),
    r: (index) => doing(toggleUnread, index),
    p: (index) => doing(togglePrivate, index),
    d: (index) => doing(toggleDeleted, index),
    c: (index) => doing(copy, index),
    x: (index) => select(index),
    v: (index) => app.drawing.toggleWhole(index),
    w: (index) => doing(why, index),
  };
  const focused = Object.fromEntries(Object.entries(BY_KEY).map(([key, f]) => [key, () => {
    if (app.focus.has() && here()) f(app.focus.at());
  }]));

  byId('empty-trash').addEventListener('click', emptyTrash);
  rows.addEventListener('click', (event) => {
    const index = app.view.indexOf(event.target);
    if (index < 0) return;
    if (event.target.closest('.month')) app.toggleRail();
    else if (event.target.closest('.more')) BY_KEY.v(index);
    else if (event.target.closest('.rest')) showTags(index, event.target);
    else if (event.target.closest('.act')) app.focus.focus(index);
    else if (event.target.closest('.title a') && !event.ctrlKey && !event.metaKey) leave();
  });

  longPress(rows, 'article', (article) => select(app.view.indexOf(article)));

  /** Shows the tags that a narrow screen has left out. */
  function showTags(index, button) {
    button.closest('.tags').classList.add('all');
    app.focus.focus(index);
  }

  /** Before a result opens here: Back will bring this list, this place, this row. */
  function leave() {
    app.place.commit(byId('search').value);
    app.place.keep();
  }

  document.addEventListener('click', (event) => {
    const tag = event.target.closest('.tag[data-tag]')?.dataset.tag;
    if (tag) app.tag(tag);
  });

  return {
    /** Runs the command of a row's button. */
    run(key, row) {
      const index = app.view.indexOf(row);
      app.focus.focus(index);
      BY_KEY[key](index);
    },
    on: {
      ...focused,
      '/': () => byId('search').select(),
      j: () => app.focus.move(app.focus.has() ? 1 : 0),
      k: () => app.focus.move(app.focus.has() ? -1 : 0),
      ArrowDown: () => app.focus.has() && app.focus.move(1),
      ArrowUp: () => app.focus.has() && app.focus.move(-1),
      Enter: (event) => app.focus.has() && open(event.ctrlKey || event.metaKey, false),
      o: onRow(() => open(true, true)),
      'Shift+x': selectRange,
      '*': () => viewHere() === 'list' && app.selected.toggleAll(),
      m: () => app.toggleRail(),
      z: () => app.undo.press(),
      '?': () => app.help(),
      Escape: () => byId('search').focus(),
      'g h': () => app.go(''),
      'g u': () => app.go('is:unread'),
      'g t': () => app.open('tags'),
      'g x': () => app.go('is:trashed'),
    },
  };
}
