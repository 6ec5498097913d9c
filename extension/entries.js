/**
 * Bookmarks that a page shows as h-entries, as a Pinfold server's pages do:
 * listed, and copied one by one through the form, or all with the tags and marks
 * that the form then has. Copies name whose they were, as via:NAME.
 */
import { undo } from './api.js';
import { copyKept } from './copying.js';
import { byId, countText, element, hostOf, plural } from './dom.js';
import { field, isTouched, pressable, say, tags, valueOf } from './form.js';
import { formAddress, page } from './page.js';
import { less } from './tagwords.js';

let found = []; // what the page shows
let all = false; // the form stands for all of them

/** Whether saving copies all of them. */
export const copiesAll = () => all;

const whose = () => [...new Set(found.map(({ author }) => author))];

/** "6 bookmarks by jm" */
function headline() {
  const names = whose();
  return `${plural(found.length, 'bookmark')}${names.length === 1 && names[0] ? ` by ${names[0]}` : ''}`;
}

const via = ({ author }) => (author ? [`via:${author.replaceAll(/\s+/g, '_')}`] : []);

/** Offers what the page shows, if it shows any. */
export function offerEntries(list) {
  found = list;
  if (list.length) say('notice', `${headline()} ${list.length === 1 ? 'is' : 'are'} on this page: `, pressable('copy one', showList), ' ', pressable('copy all', takeAll));
}

/** Shows them in the form's place. */
function showList() {
  const rows = found.map((entry) => element('li', {}, [element('button', { type: 'button', class: 'plain', on: { click: () => takeOne(entry) } }, [
    element('bdi', { class: 'title', text: entry.title.slice(0, 300) || entry.url }),
    element('span', { class: 'quiet', text: [hostOf(entry.url), entry.tags.slice(0, 5).join(' ')].filter(Boolean).join(' · ') }),
  ])]));
  byId('entry-list').replaceChildren(...rows);
  byId('entries').hidden = false;
  byId('form').hidden = true;
  rows[0].firstChild.focus();
}

/** Opens the form on one of them. */
async function takeOne(entry) {
  const { url, title, description } = entry;
  location.assign(await formAddress({ url, title, description, tags: [...entry.tags, ...via(entry)].join(' ') }, page().incognito));
}

/** What the form says of the page itself, and not of what is on it. */
const OF_THE_PAGE = ['title', 'url', 'description'];

/** Whether the form holds words for the page itself, which a copy of all does not save. */
export const speaksOfThePage = () => OF_THE_PAGE.some(isTouched);

/** Makes the form stand for all of them, with the tags that were typed. */
function takeAll() {
  all = true;
  for (const name of OF_THE_PAGE) field[name].closest('.row').hidden = true;
  for (const id of ['chips', 'delete']) byId(id).hidden = true;
  say('state');
  byId('save').firstChild.textContent = `Save ${found.length}`;
  say('notice', `${headline()}: each keeps its own tags; what you type here is added to all.`);
  tags.set(isTouched('tags') ? less(tags.tags(), page().seen ?? []) : []);
  field.tags.focus();
}

/** An entry in Pinboard's words, which an import reads. */
const record = (entry, now) => ({
  'href': entry.url, description: entry.title, extended: entry.description, time: now,
  tags: [...entry.tags, ...via(entry), ...valueOf('tags')].join(' '),
  shared: valueOf('private') ? 'no' : 'yes', toread: valueOf('unread') ? 'yes' : 'no',
});

/**
 * Copies all of them as one change.
 * @returns {Promise<{sentence: string, takeBack: () => Promise<void>}>}
 */
export async function copyAll() {
  const now = new Date().toISOString();
  const { stored, merged, change } = await copyKept(page().incognito, `${headline()}.json`, JSON.stringify(found.map((entry) => record(entry, now))));
  const here = merged ? ` ${merged === 1 ? 'One was here already and has' : `${countText(merged)} were here already and have`} the new tags too.` : '';
  return { sentence: `Copied ${plural(stored, 'bookmark')}.${here}`, takeBack: () => undo(change) };
}
