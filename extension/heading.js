/** What stands above the list: the terms of the query, the count, the order, and what may help. */
import { byId, countText, element, plural } from './dom.js';
import { showLost } from './lost.js';
import { rescue } from './rescue.js';

const ORDERS = [['new', 'newest'], ['best', 'best'], ['old', 'oldest'], ['title', 'title']];
const DENSITIES = [['full', 'full text'], ['lines', 'three lines'], ['titles', 'titles']];

/** How a term reads in the heading. */
const reads = ({ text, kind, tag }) => (kind === 'tag' && tag ? tag : text);

/**
 * @param {{drop: (query: string) => void, sort: (order: string) => void, density: (name: string) => void,
 *   query: (query: string) => void, saveAddress: (url: string) => void, back: () => void}} press
 *   back: takes the focus from a button that goes
 */
export function heading(press) {
  const choices = (id, list, f) => list.map(([value, text]) => {
    const button = element('button', { type: 'button', class: 'plain', 'data-value': value, text, on: { click: () => f(value) } });
    byId(id).append(button);
    return button;
  });
  const orders = choices('sort', ORDERS, press.sort);
  const densities = choices('density', DENSITIES, press.density);
  const pressed = (buttons, value) => buttons.forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.value === value)));

  function term(t, i) {
    const label = reads(t);
    const button = element('button', { type: 'button', class: 'term', title: 'Take this out', 'aria-label': `${label}, take out`, on: { click: () => press.drop(t.without) } }, [
      element('bdi', { text: label }), element('span', { class: 'cross', text: '✕' }),
    ]);
    return i ? [element('span', { class: 'plus', text: '+' }), button] : [button];
  }

  function negation({ text, literal }) {
    return element('p', {}, ['without ', element('em', {}, [element('bdi', { text })]), ' · ', link(`search for “-${text}”`, () => press.query(literal))]);
  }

  let failed; // what was said last of a failure
  let noted = { what: '', notes: [] }; // what was noted last

  /** Whether what was noted last stands there, and nothing else. */
  const standsNoted = () => byId('notes').children.length === noted.notes.length && noted.notes.every((line) => line.parentNode === byId('notes'));

  const link = (text, f) => element('button', { type: 'button', text, on: { click: f } });

  return {
    /** Draws the terms, headed by the library's name if it has one. */
    terms(list, name) {
      const parts = name ? [element('bdi', { class: 'name', text: name })] : [];
      list.forEach((t, i) => parts.push(...term(t, name ? i + 1 : i)));
      if (!parts.length) parts.push('all bookmarks');
      byId('heading').replaceChildren(...parts);
      const words = [name, ...list.map(reads)].filter(Boolean).join(' + ');
      document.title = words ? `${words} · Pinfold` : 'Pinfold';
    },
    /** Draws the count; while it is a lower bound, it says so. */
    count(total) {
      const text = total.more ? `${countText(total.n)}+` : countText(total.n ?? total);
      const words = total.more ? 'bookmarks or more' : plural(total.n ?? total, 'bookmark').replace(/^\S+ /, '');
      byId('count').replaceChildren(text, element('span', { class: 'hidden-text', text: ` ${words}` }));
    },
    order: (name) => pressed(orders, name),
    densityIs: (name) => pressed(densities, name),
    /** Draws negations, the hint and an address that is not saved. */
    notes({ negations, hint, save, bookmarks }) {
      const what = JSON.stringify([negations, bookmarks.length ? hint : null, save]);
      if (what === noted.what && standsNoted()) return; // one of them may just be pressed
      const notes = negations.map(negation);
      if (hint && bookmarks.length) notes.push(hintLine(hint));
      if (save) notes.push(element('p', {}, ['This address is not saved. ', link('save this address', () => press.saveAddress(save))]));
      byId('notes').replaceChildren(...notes);
      noted = { what, notes };
    },
    hintLine,
    /** Says what failed, with a way to try again. What stands there already stays: it may just be pressed. */
    problem(error, again) {
      if (error.code === 'lost') {
        showLost(error);
        return;
      }
      const place = byId(byId('found').hidden ? 'trouble' : 'notes'); // the notes are hidden with the list
      if (failed?.line.parentNode === place && failed.message === error.message && (failed.again || !again)) {
        failed.again = again ?? failed.again;
        return;
      }
      const line = element('p', { class: 'problem', role: 'alert', text: `${error.message} ` });
      const mine = { line, message: error.message, again };
      failed = mine;
      if (again) {
        line.append(link('Try again', () => {
          press.back();
          place.replaceChildren();
          mine.again();
        }));
      }
      place.replaceChildren(line);
      if (error.code === 'closed') rescue().then((lines) => line.after(...lines));
    },
  };

  function hintLine(hint) {
    const line = element('p', {}, [element('bdi', { text: hint.text })]);
    if (hint.query) line.append(' ', link(`try ${hint.query}`, () => press.query(hint.query)));
    return line;
  }
}
