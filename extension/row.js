/** One bookmark in the list. */
import { dayOf, element, fromTemplate, hostOf, monthOf, safeHref, yearOf } from './dom.js';
import { describe } from './description.js';
import { excerpt } from './excerpt.js';
import { highlight } from './highlight.js';

const FEW = 3; // tags that stay in view on a narrow screen, where there are many
const ROOM = { full: 20_000, lines: 900, titles: 0 }; // characters of a description that are drawn

/**
 * Draws a bookmark.
 * @param {object} b the bookmark
 * @param {{density: string, marks: string[], privateIsUsual: boolean, whole: boolean,
 *   byMonth: boolean, index: number, total: number}} look byMonth: the year stands in the margin
 */
export function drawRow(b, look) {
  const row = fromTemplate('row');
  const article = row.querySelector('article');
  row.dataset.id = b.id;
  article.setAttribute('aria-posinset', look.index + 1);
  article.setAttribute('aria-setsize', look.total);
  drawTitle(article, b, look);
  drawDescription(article, b, look);
  drawMeta(article, b, look);
  if (look.marks.length) {
    for (const part of article.querySelectorAll('.title bdi, .description, .tags')) highlight(part, look.marks);
  }
  return row;
}

function drawTitle(article, b, look) {
  const link = article.querySelector('.title a');
  safeHref(link, b.url);
  link.title = hostOf(b.url);
  link.querySelector('bdi').textContent = b.title;
  link.id = `title-${look.near ? 'near-' : ''}${b.id}`;
  article.setAttribute('aria-labelledby', link.id);
  const flags = [b.unread && 'unread', b.private && !look.privateIsUsual && 'private', b.deleted && 'in the trash'].filter(Boolean);
  article.querySelector('.flags').replaceChildren(...flags.map((text) => element('span', { text })));
}

function drawDescription(article, b, look) {
  const description = article.querySelector('.description');
  const room = look.whole ? Infinity : ROOM[look.density];
  if (!b.description || !room) {
    description.remove();
    return;
  }
  const text = look.density === 'lines' && !look.whole ? excerpt(b.description, look.marks) : b.description;
  description.replaceChildren(...describe(text, room));
  description.classList.toggle('whole', look.whole || look.density === 'full');
}

function drawTags(tags, list) {
  const buttons = list.map((tag) => element('button', { type: 'button', class: 'tag', tabindex: '-1', 'data-tag': tag }, [element('bdi', { text: tag })]));
  const rest = list.length - FEW;
  if (rest > 1) { // the button takes the room of one
    tags.classList.add('many');
    buttons.push(element('button', { type: 'button', class: 'rest plain', tabindex: '-1', 'aria-label': `${rest} more tags`, text: `+${rest}` }));
  }
  tags.replaceChildren(...buttons);
}

function drawMeta(article, b, look) {
  const tags = article.querySelector('.tags');
  if (look.density === 'titles' && !look.whole) tags.remove();
  else drawTags(tags, b.tags);
  const time = article.querySelector('time');
  time.dateTime = b.created;
  time.textContent = look.byMonth ? dayOf(b.created) : `${dayOf(b.created)} ${new Date(b.created).getFullYear()}`;
  time.title = new Date(b.created).toLocaleString();
}

/**
 * Puts the month, or the year, above a row, or takes it away.
 * @param {boolean} byYear the margin has years
 */
export function drawMonth(row, b, before, byYear) {
  const month = row.querySelector('.month');
  const button = month.firstElementChild;
  const of = byYear ? yearOf : monthOf;
  month.hidden = Boolean(before) && of(before.created) === of(b.created);
  button.textContent = of(b.created);
  button.title = byYear ? 'Show months' : 'Show years';
}

/** Says on each row whether its description goes on: one look at the layout for all. */
export function markCut(rows) {
  const cut = rows.map((row) => {
    const description = row.querySelector('.description:not(.whole)');
    return description && description.scrollHeight > description.clientHeight + 2;
  });
  rows.forEach((row, i) => { row.querySelector('.more').hidden = !cut[i]; });
}
