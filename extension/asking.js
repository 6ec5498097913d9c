/**
 * The life of a question: the first page at once, what takes a visit to every
 * hit when typing rests, and the same question again when the library changes.
 */
import { narrow, parse, search } from './api.js';
import { byId, debounce, element } from './dom.js';
import { editing, leaveEditing } from './editor.js';
import { BLOCK, countOf } from './results.js';
import { drawRow } from './row.js';
import { emptyLibrary } from './welcome.js';
import { toggleWhy } from './why.js';

const REST = 80; // ms after the last key

export function asking(app) {
  const box = byId('search');
  let turn = 0;
  let terms = [];
  let words = false;
  let now = { query: '', typing: false };
  let late = false; // the library changed while a row was edited
  let beside = '';
  let latest; // answer that was drawn

  /**
   * Asks a query and draws the first page of the answer. A person who has left
   * from, where they asked, by the time it comes is not called to the list.
   */
  async function show(query, { typing = false, restore = null, first = false, from = document.activeElement } = {}) {
    const mine = ++turn;
    now = { query, typing };
    resting.cancel();
    try {
      await app.ready; // the order may be a setting
      if (mine !== turn) return;
      const [answer, parsed] = await Promise.all([app.found.ask(query, typing), parse(query)]);
      if (mine !== turn) return;
      terms = parsed.heading;
      words = answer.terms.length > 0;
      draw(answer);
      if (first && !restore && isStillAt(from)) app.focus.focus(0);
      if (typing) resting(mine);
      else await rest(mine, { restore, first, from });
    } catch (error) {
      fail(mine, error, () => {
        app.count(); // which may have failed with it
        if (mine === turn) show(query, { typing, restore, first });
        else again();
      });
    }
  }

  const again = () => show(now.query, now);
  const isStillAt = (from) => document.activeElement === from || app.focus.isMeant();

  /** Says that a question has failed, unless a later one says it for itself. */
  function fail(mine, error, retry) {
    if (mine === turn && error.code !== 'canceled') app.head.problem(error, retry);
  }

  function draw(answer) {
    leaveEditing();
    app.drawing.ask(answer.terms, answer.sort);
    app.head.terms(terms, app.settings.name);
    app.head.order(answer.sort);
    app.head.notes(answer);
    if (!answer.total.more) app.head.count(answer.total);
    app.states.pressed(terms);
    app.states.show(app.stats);
    app.selected.reset(inTrash());
    drawTrash(answer);
    app.focus.set(0);
    app.view.reset(countOf(answer.total));
    drawEmpty(answer);
    drawNear({ near: [], nearTerms: [], terms: [] });
    const mine = turn;
    app.counted().then(() => { if (mine === turn) drawEmpty(latest); });
  }

  const inTrash = () => terms.some(({ text }) => text === 'is:trashed');

  function drawTrash(answer) {
    const button = byId('empty-trash');
    const had = document.activeElement === button;
    byId('trash-note').hidden = !inTrash();
    button.hidden = !inTrash() || !countOf(answer.total);
    button.textContent = terms.length === 1 ? 'empty the trash' : 'delete these for ever';
    if (had && button.hidden) app.focus.take();
  }

  const resting = debounce((mine) => rest(mine).catch((error) => fail(mine, error, again)), REST);

  /** Asks for the exact total, the tags and what is near. */
  async function rest(mine, { restore = null, first = false, from = null } = {}) {
    const answer = await app.found.detail();
    if (mine !== turn) return;
    drawBeside(answer);
    app.view.grow(countOf(answer.total));
    app.drawing.sizes();
    drawNear(answer);
    app.head.notes(answer); // what is like it, or meant, is known only now
    drawEmpty(answer);
    if (restore?.index !== undefined) comeBack(restore, from);
    if (!countOf(answer.total) && answer.hint?.query) await close(mine, answer, { first, from });
  }

  /** Back at a place in the list. */
  function comeBack({ index, at, focus, focused }, from) {
    app.view.toIndex(index, at);
    app.focus.set(focus);
    if (focused && isStillAt(from)) app.focus.take();
  }

  /**
   * A word that was finished and finds nothing, where its beginning finds
   * something: the box writes the star itself.
   */
  async function close(mine, { query, hint: { query: offered } }, { first, from }) {
    if (!offered.includes('*') || offered.length !== query.length + 1 || !/\S\s*$/.test(now.query) || (now.typing && !/\s$/.test(now.query))) return;
    const { bookmarks } = await search({ query: now.query.trimEnd(), limit: 1, typing: true });
    if (mine !== turn || !bookmarks.length || box.value !== now.query) return;
    box.value = now.typing ? `${offered} ` : offered;
    if (now.typing) app.place.type(box.value);
    else app.place.replace(box.value);
    await show(box.value, { typing: now.typing, first, from });
  }

  function drawBeside(answer) {
    app.head.count(answer.total);
    const text = JSON.stringify([answer.tags, answer.years, terms]);
    if (text === beside) return;
    beside = text;
    app.beside.show(answer.tags, terms);
    app.years.show(answer.years, terms);
    app.sheet.count(app.beside.count());
  }

  function drawNear({ near: list, nearTerms, terms: marked }) {
    byId('near').hidden = !list.length;
    const look = { density: 'lines', marks: [...marked, ...nearTerms], privateIsUsual: true, whole: false, near: true, total: list.length };
    byId('near').querySelector('div').replaceChildren(...list.slice(0, 5).map((b, index) => {
      const row = drawRow(b, { ...look, index });
      for (const el of row.querySelectorAll('article, a, button')) el.tabIndex = el.matches('article, .act') ? -1 : 0;
      row.querySelector('.act').replaceWith(whyNear(row, b));
      return row;
    }));
  }

  /** The button that says which word is near which. */
  function whyNear(row, b) {
    const question = { ...now, near: true };
    const show = () => toggleWhy(row, b, question).catch((error) => app.head.problem(error, show));
    return element('button', { type: 'button', class: 'plain', 'aria-label': `Why “${b.title}” is near`, text: 'why', on: { click: show } });
  }

  function drawEmpty(answer) {
    latest = answer;
    const { bookmarks, hint, total } = answer;
    const none = !bookmarks.length && !countOf(total);
    byId('empty').hidden = !none;
    document.body.toggleAttribute('data-empty', none && !app.stats.bookmarks && !now.query);
    if (!none) return;
    byId('empty').replaceChildren(app.stats.bookmarks || now.query.trim() ? nothingFound(hint) : emptyLibrary());
  }

  function nothingFound(hint) {
    const lines = [element('h2', {}, [element('bdi', { text: hint?.text ?? 'Nothing is found.' })])];
    if (hint?.query) lines.push(app.head.hintLine({ text: '', query: hint.query }));
    lines.push(element('p', { class: 'quiet', text: 'A star finds every word with that beginning: dat*. A tilde finds words an error away: postgrs~. Take a term out of the heading to find more.' }));
    return element('div', { class: 'prose' }, lines);
  }

  /** Asks again for what is in view; the row at its top stays there. */
  async function refresh() {
    late = editing();
    if (late) return;
    const mine = turn;
    const { from, to } = app.view.range();
    const first = Number.isFinite(from) ? from : 0; // an empty list has none
    try {
      const answer = await app.found.again(first, Math.max(to, 0), () => mine === turn && !editing());
      if (!answer) {
        late = mine === turn;
        return;
      }
      // By the rows as they stand now: the person may have moved on meanwhile.
      const anchor = app.view.anchor();
      const [top, focus] = [anchor.index, app.focus.at()].map((i) => app.found.indexOf(app.view.rowAt(i)?.dataset.id));
      if (focus >= 0) app.focus.set(focus);
      app.view.renew(countOf(answer.total), top < 0 ? 0 : top - anchor.index);
      drawBeside(answer);
      drawTrash(answer);
      if (!first && !byId('notes').querySelector('.problem')) app.head.notes(answer); // else a failure may just be pressed
      drawEmpty(answer);
      await app.selected.renew();
    } catch (error) {
      fail(mine, error, refresh);
    }
  }

  return {
    show,
    refresh,
    again,
    query: () => now.query,
    /** The question as it was asked, for explaining its answer. */
    question: () => ({ ...now }),
    /** Whether words are asked for, so that the best match comes first. */
    hasWords: () => words,
    hasTag: (tag) => terms.some((t) => t.tag?.toLowerCase() === tag.toLowerCase()),
    /** Says that no row is edited any more: what was put off is done. */
    edited() {
      if (late) refresh();
    },
    /** Closes the word that is being typed, as Enter does: from then on everything is what is shown. */
    async closed() {
      if (!now.typing) return;
      app.place.commit(box.value);
      await show(box.value, { first: app.focus.has() });
    },
    /** What the query finds, strictly: the string alone decides. */
    async everything() {
      const query = now.query.trim() ? now.query : await narrow('', { sort: 'new' });
      const { total } = await search({ query, limit: 0, want: ['total'] });
      return { query, count: countOf(total) };
    },
    /** The ids of the rows from one index to another, fetched where they are not at hand. */
    async idsBetween(from, to) {
      const ids = [];
      const question = app.found.question();
      for (let at = from; at <= to; at += 20 * BLOCK) {
        const { bookmarks } = await search({ ...question, offset: at, limit: Math.min(20 * BLOCK, to - at + 1) });
        ids.push(...bookmarks.map(({ id }) => id));
      }
      return ids;
    },
  };
}
