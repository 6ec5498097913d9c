/** Says below a result which of its words it was found by, and what each counts. */
import { explain } from './api.js';
import { element } from './dom.js';

const FIELDS = { title: 'title', tags: 'tags', description: 'description', url: 'address' };
const NOTHING = 'No word of the search stands in it: it is here by its tags, its dates or a filter.';

/** “a, b and c”. */
const listed = (words) => [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');

function reason({ asked, word, how, fields, share }) {
  const kind = { whole: '', beginning: `, which begins with “${asked}”,`, near: `, which is near “${asked}”,` }[how];
  return element('li', {}, [element('b', {}, [element('bdi', { text: word })]), `${kind} in ${listed(fields.map((f) => FIELDS[f]))}`, element('span', { class: 'share', text: share ? ` ${share} %` : ' counts nothing' })]);
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
