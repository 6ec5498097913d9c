/** Suggested tags as chips that toggle, and the tags used just before. */
import { search, suggest } from './api.js';
import { byId, element } from './dom.js';
import { field, offer, onTouch, say, tags } from './form.js';
import { keyOf } from './tagwords.js';

const SUGGESTED = 8;
const RECENT = 4;

/**
 * Asks for suggestions once the page is known. Chips never change their places
 * afterwards, since a finger may be on its way to one.
 */
export async function showChips({ description, keywords }) {
  const about = { url: field.url.value, title: field.title.value, description, keywords, tags: tags.tags() };
  const [list, newest] = await Promise.all([
    suggest({ ...about, limit: SUGGESTED }),
    search({ query: '', limit: 3 }),
  ]);
  const suggested = list.map(({ tag }) => tag);
  offer(suggested);
  byId('chips').replaceChildren(...suggested.map(chip));
  showRecent(newest.bookmarks.flatMap((b) => b.tags), [...suggested, ...about.tags]);
  if (suggested.length > 1) byId('recent').append(all(suggested));
  byId('recent').hidden = !byId('recent').childElementCount;
  cutOff(byId('chips'));
  cutOff(byId('recent'));
  press();
}

function showRecent(list, shown) {
  const keys = new Set(shown.map(keyOf));
  const recent = [];
  for (const tag of list) {
    if (recent.length < RECENT && !keys.has(keyOf(tag))) recent.push(tag);
    keys.add(keyOf(tag));
  }
  say('recent', ...(recent.length ? [element('span', { text: 'just used:' }), ...recent.map(chip)] : []));
}

function chip(tag) {
  const button = element('button', { type: 'button', class: 'chip' }, [element('bdi', { text: tag })]);
  button.addEventListener('mousedown', keepFocus);
  button.addEventListener('click', () => tags.toggle(tag));
  return button;
}

/** The button that puts all suggestions in, or takes them all out. */
function all(list) {
  const button = element('button', { type: 'button', class: 'all', text: `+ all ${list.length}` });
  button.addEventListener('mousedown', keepFocus);
  button.addEventListener('click', () => {
    const typed = new Set(tags.tags().map(keyOf));
    const missing = list.filter((tag) => !typed.has(keyOf(tag)));
    for (const tag of missing.length ? missing : list) tags.toggle(tag);
  });
  return button;
}

/** A press of the pointer leaves the focus in the field, so that Enter saves. */
const keepFocus = (event) => event.preventDefault();

/** Hides the chips that do not fit into the reserved lines. */
function cutOff(box) {
  const end = box.getBoundingClientRect().bottom;
  for (const button of box.querySelectorAll('.chip')) button.hidden = button.getBoundingClientRect().bottom > end + 1;
}

/** Shows which chips are among the tags. */
function press() {
  const typed = new Set(tags.tags().map(keyOf));
  for (const button of document.querySelectorAll('.chip')) button.setAttribute('aria-pressed', String(typed.has(keyOf(button.textContent))));
}

onTouch((name) => name === 'tags' && press());
