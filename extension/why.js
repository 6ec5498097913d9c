/** Says of a result which of its words it was found by, and what each counts. */
import { explain } from './api.js';
import { element } from './dom.js';

const FIELDS = { title: 'title', tags: 'tags', description: 'description', url: 'address' };
const NOTHING = 'No word of the search stands in it: it is here by its tags, its dates or a filter.';

/** “a, b and c”. */
const listed = (words) => [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');

/** A word of the bookmark, how it answers the one that was asked for, and where it stands. */
function place({ asked, word, how, fields }) {
  const kind = { whole: '', beginning: `, which begins with “${asked}”,`, near: `, which is near “${asked}”,` }[how];
  return [element('b', {}, [element('bdi', { text: word })]), `${kind} in ${listed(fields.map((f) => FIELDS[f]))}`];
}

const reason = (one) => element('li', {}, [...place(one), element('span', { class: 'share', text: one.share ? ` ${one.share} %` : ' counts nothing' })]);

/**
 * Why a query finds a bookmark, as one sentence's parts.
 * @param {{id: string}} b
 * @param {{query: string, typing: boolean, near?: boolean}} question near: it is a near match
 */
export async function whyInALine(b, question) {
  const { reasons } = await explain({ ...question, id: b.id });
  return reasons.length ? ['found by ', ...reasons.flatMap((one, i) => [...(i ? ['; '] : []), ...place(one)])] : ['found by its tags, its dates or a filter'];
}

/**
 * Shows why a bookmark is in the list, or takes the words away again.
 * @param {HTMLElement} row
 * @param {{id: string}} b
 * @param {{query: string, typing: boolean}} question
 */
export async function toggleWhy(row, b, question) {
  const shown = row.querySelector('.why');
  if (shown) {
    shown.remove();
    return;
  }
  const { reasons } = await explain({ ...question, id: b.id });
  row.querySelector('.why')?.remove(); // it was asked twice
  const why = element('div', { class: 'why', role: 'status' }, reasons.length
    ? [element('p', { text: 'Found by' }), element('ul', {}, reasons.map(reason))]
    : [element('p', { text: NOTHING })]);
  row.querySelector('article').append(why);
}
