/**
 * The history: what was done to the library, or to one bookmark, newest first.
 * Each change can be looked at and taken back.
 */
import { differences, get, history } from './api.js';
import { differenceLines } from './difference.js';
import { byId, countText, dayOf, element, monthOf, plural } from './dom.js';
import { viewHere } from './place.js';

const PAGE = 50; // changes fetched at once
const SHOWN = 50; // bookmarks of a change that the engine tells of
const KEPT = 'The newest change stands first. Taking one back is a change as well, so it can be taken back itself.';
const FORGOTTEN = 'Older changes are forgotten.';

const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const when = (time) => `${dayOf(time)} ${new Date(time).getFullYear()}, ${TIME.format(new Date(time))}`;

/** What was done, as a sentence around a title. */
function sentence({ kind, title, count }) {
  const named = element('bdi', { text: `“${title}”` });
  const some = plural(count, 'bookmark');
  const one = count === 1;
  if (kind === 'edit' && !count) return [element('bdi', { text: title })]; // one that was damaged and set aside
  return {
    save: ['Saved ', named],
    edit: one ? ['Edited ', named] : [`Edited ${some}`],
    delete: one ? ['Deleted ', named] : [`Deleted ${some}`],
    restore: one ? ['Restored ', named] : [`Restored ${some}`],
    import: [`Imported ${some} from `, named],
    renameTag: ['Renamed the tag ', named, ` on ${some}`],
    deleteTag: ['Took the tag ', named, ` from ${some}`],
    undo: ['Took back: ', named, one ? '' : `, ${some}`],
    begin: [`Began with ${some} from `, named],
    purge: one ? ['Deleted for ever: ', named] : [`Deleted ${some} for ever`],
  }[kind] ?? ['Changed ', named];
}

/**
 * @param {{undo: {revert: (change: number, sentence: string) => Promise<void>}}} page
 */
export function changes({ undo }) {
  const list = byId('change-rows');
  const more = byId('changes-more');
  let turn = 0;
  let id = '';
  let last = 0; // the oldest change shown
  let undone = new Set();

  const problem = (error, again) => {
    const line = byId('changes-problem');
    line.hidden = !error;
    line.replaceChildren(...(error ? [`${error.message} `, element('button', { type: 'button', text: 'Try again', on: { click: again } })] : []));
  };

  async function attempt(act) {
    problem();
    try {
      await act();
    } catch (error) {
      problem(error, () => attempt(act));
    }
  }

  function row(change) {
    const isUndone = undone.has(change.change);
    if (change.undoes && !isUndone) undone.add(change.undoes);
    const shown = element('div', { class: 'difference', id: `difference-${change.change}`, hidden: true });
    const look = element('button', { type: 'button', class: 'plain', 'aria-expanded': 'false', 'aria-controls': shown.id, text: 'what changed' });
    look.addEventListener('click', () => attempt(() => toggle(change, look, shown)));
    const parts = [element('time', { datetime: change.time, text: when(change.time) }), element('p', { class: 'did' }, sentence(change)), look];
    if (isUndone) parts.push(element('span', { class: 'quiet', text: 'taken back' }));
    else if (change.kind !== 'purge' && change.count) parts.push(element('button', { type: 'button', class: 'plain back', text: 'take back', on: { click: () => undo.revert(change.change, 'Taken back.', change.count) } }));
    if (change.difference) open(shown, look, [change.difference]);
    parts.push(shown);
    return element('li', { 'data-change': change.change, 'data-month': monthOf(change.time) }, parts);
  }

  async function toggle({ change, count }, look, shown) {
    if (!shown.hidden) {
      shown.hidden = true;
      look.setAttribute('aria-expanded', 'false');
      return;
    }
    const found = await differences(change);
    open(shown, look, found);
    if (count > found.length) shown.append(element('p', { class: 'quiet', text: `… and ${plural(count - found.length, 'more bookmark')}; the first ${countText(SHOWN)} are shown.` }));
  }

  function open(shown, look, found) {
    shown.replaceChildren(...found.flatMap((one) => {
      const title = id ? [] : [element('h3', {}, [element('bdi', { text: one.title || 'a bookmark that is gone' })])];
      return [...title, ...differenceLines(one)];
    }));
    if (!found.length) shown.append(element('p', { text: 'It is not told which.' }));
    shown.hidden = false;
    look.setAttribute('aria-expanded', 'true');
  }

  async function page(follow = false) {
    const mine = ++turn; // a press that was overtaken adds nothing
    const { changes: found } = await history(id ? { id } : { before: last, limit: PAGE });
    if (mine !== turn) return;
    list.append(...found.map(row));
    last = found.at(-1)?.change ?? last;
    more.hidden = Boolean(id) || found.length < PAGE;
    byId('changes-note').textContent = list.children.length ? [KEPT, more.hidden && last > 1 && !id ? FORGOTTEN : ''].join(' ') : 'Nothing has been changed yet. What you save, edit and delete will stand here, and can be taken back.';
    if (follow && found.length) list.querySelector(`[data-change="${found[0].change}"] button`).focus();
  }

  async function draw(of) {
    const mine = ++turn;
    id = of;
    last = 0;
    undone = new Set();
    list.replaceChildren();
    more.hidden = true;
    byId('changes-heading').textContent = id ? 'history of a bookmark' : 'history';
    await attempt(async () => {
      if (id) {
        const { title } = await get(id);
        if (mine !== turn) return;
        byId('changes-heading').replaceChildren('history of ', element('bdi', { text: `“${title}”` }));
      }
      await page();
    });
  }

  /** Draws it anew as far as it was shown; the row that had the focus keeps it, and the page its place. */
  async function redraw() {
    const here = () => viewHere() === 'history';
    if (!here()) return;
    const focused = document.activeElement?.closest('#change-rows li')?.dataset.change;
    const [until, at] = [last, scrollY];
    await draw(id);
    for (let before; here() && !more.hidden && last > until && last !== before;) {
      before = last;
      await attempt(() => page());
    }
    if (!here()) return;
    scrollTo(0, at);
    if (focused) list.querySelector(`[data-change="${focused}"] button`)?.focus({ preventScroll: true });
  }

  let drawn = Promise.resolve(); // one after the other: the next begins where this one ends

  function again() {
    drawn = drawn.then(redraw);
    return drawn;
  }

  more.addEventListener('click', () => attempt(() => page(true)));
  return { draw, again };
}
