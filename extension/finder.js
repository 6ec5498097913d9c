/** The search box of the popup and its results, which stand in the form's place. */
import { search } from './api.js';
import { browser } from './browser.js';
import { byId, countText, debounce, element, hostOf, ignored, monthOf, visibleUrl } from './dom.js';
import { pressable, say } from './form.js';
import { highlight } from './highlight.js';
import { holdUntil } from './heldkeys.js';
import { listbox } from './listbox.js';
import { formAddress, leave, page } from './page.js';
import { rehearse } from './rehearsal.js';
import { whyInALine } from './why.js';

const LIMIT = 8;
const REST = 80; // ms without a key, before what costs more is asked
const SLOW = 500; // ms after which a search says that it is under way
const PLACES = ['form', 'entries', 'done'];
const OPENABLE = /^(https?|ftp):\/\//i;

const input = byId('search');
let acts = []; // what each row does
let controller;
let pending = null;
let covered; // what the results stand in the place of
let drawn = ''; // the query whose answer is shown

/** Says below the list why the chosen result is found, when typing rests. */
const sayWhy = debounce(async () => {
  const bookmark = acts[box.chosen()];
  const query = drawn;
  if (!bookmark || bookmark.unsaved) return say('found-by');
  const why = await whyInALine(bookmark, { query, typing: true, near: bookmark.near }).catch(() => []); // it is gone meanwhile, or the search says what is wrong
  if (query === drawn && acts[box.chosen()] === bookmark) say('found-by', ...why);
}, REST);

const box = listbox(input, byId('results'), { noun: 'result', onPress, onChoose: sayWhy });

/** Looks for what is typed: the first results at once, count and help when typing rests. */
function find() {
  controller?.abort();
  const query = input.value;
  show(query.trim() !== '');
  findMore.cancel();
  pending = null;
  if (!query.trim()) return;
  controller = new AbortController();
  pending = ask(query, []);
  findMore(query);
}

const findMore = debounce((query) => ask(query, ['total', 'near']), REST);

async function ask(query, want) {
  const slow = setTimeout(say, SLOW, 'found', 'looking …');
  try {
    const page = await search({ query, limit: LIMIT, typing: true, want }, { signal: controller.signal });
    if (query === input.value) draw(query, page, want.length > 0);
  } catch (error) {
    if (error.code !== 'canceled') fail(error, query);
  } finally {
    clearTimeout(slow);
  }
}

/** Says what failed; what stands there of an earlier question goes, so that Enter does not open it. */
function fail(error, query) {
  if (query !== drawn) {
    acts = [];
    drawn = '';
    box.close();
  }
  say('found');
  say('hint', `${error.message} Press a key to try again.`);
}

function show(finding) {
  if (finding === byId('finder').hidden) {
    covered = PLACES.find((id) => !byId(id).hidden) ?? covered; // a save that is done meanwhile is told in another
    for (const id of PLACES) byId(id).hidden = finding || id !== covered;
  }
  byId('finder').hidden = !finding;
  byId('found').hidden = !finding;
  byId('library').hidden = finding;
  if (finding) return;
  box.close();
  say('found');
}

function draw(query, page, whole) {
  const rows = page.bookmarks.map((b) => [result(b, page.terms), b]);
  if (page.save) rows.push([offer(page.save), { url: page.save, unsaved: true }]);
  const near = page.near.slice(0, 3).map((b) => [result(b, [...page.terms, ...page.nearTerms]), { ...b, near: true }]);
  acts = [...rows, ...near].map(([, b]) => b);
  const chosen = query === drawn ? Math.max(0, box.chosen()) : 0;
  if (query !== drawn) say('found-by');
  if (!acts.length && !whole) return; // what is near may come; until then nothing flickers, and Enter opens nothing
  drawn = query;
  const line = near.length ? [element('li', { role: 'presentation', class: 'near-line', text: 'near (not counted)' })] : [];
  box.show([...rows.map(([row]) => row), ...line, ...near.map(([row]) => row)], rows.length ? chosen : -1);
  if (whole) say('found', countOf(page));
  say('hint', ...hint(page, whole));
}

function countOf({ total, sort }) {
  const n = total.n ?? total;
  const order = { new: 'newest', old: 'oldest', title: 'by title', best: 'best' }[sort] ?? sort;
  return `${countText(n)}${total.more ? '+' : ''} found${n > 1 ? `, ${order}` : ''}`;
}

/** What may help: a word left out, a part that finds nothing. */
function hint(page, whole) {
  const [negation] = page.negations;
  if (negation) return ['without ', element('em', { text: negation.text }), ' · ', pressable(`search for “-${negation.text}”`, () => look(negation.literal))];
  if (!whole) return [];
  if (!page.hint) return page.bookmarks.length || page.save ? [] : ['Nothing is found. Try fewer letters, or another word.'];
  return [page.hint.text, ...(page.hint.query ? [' ', pressable(`Search for ${page.hint.query}`, () => look(page.hint.query))] : [])];
}

function look(query) {
  input.value = query;
  input.focus();
  find();
}

function result(bookmark, terms) {
  const about = [hostOf(bookmark.url), bookmark.tags.slice(0, 5).join(' '), monthOf(bookmark.created)];
  const row = element('li', { role: 'option' }, [
    element('bdi', { class: 'title', text: bookmark.title.slice(0, 300) }),
    element('p', { class: 'quiet', text: about.filter(Boolean).join(' · ') }),
  ]);
  highlight(row, terms);
  return row;
}

function offer(url) {
  return element('li', { role: 'option' }, [
    element('span', { class: 'title', text: 'Save this address' }),
    element('p', { class: 'quiet', text: visibleUrl(url) }),
  ]);
}

function onPress(i, event) {
  act(i, { behind: event.button === 1 || event.ctrlKey || event.metaKey, edit: event.shiftKey });
}

/** Opens a result in front or behind, or in the form. */
async function act(i, { behind, edit }) {
  const bookmark = acts[i];
  if (!bookmark) return;
  if (edit || bookmark.unsaved) {
    location.assign(await formAddress({ url: bookmark.url, title: bookmark.title }, page().incognito));
  } else if (OPENABLE.test(bookmark.url)) {
    await browser.tabs.create({ url: bookmark.url, active: !behind });
    if (!behind) leave();
  }
}

function onKeydown(event) {
  if (event.isComposing || event.keyCode === 229) return;
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => !ignored(event) && onEnter(event),
    Escape: () => !ignored(event) && back(),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
}

function step(by) {
  box.step(by);
  say('found-by'); // it was said of another
}

/** Enter behind a question still under way waits for its answer. */
function onEnter({ ctrlKey, metaKey, shiftKey }) {
  const go = () => drawn === input.value && act(box.chosen(), { behind: ctrlKey || metaKey, edit: shiftKey });
  if (pending) holdUntil(pending.then(go));
  else go();
}

/** Clears the box, then goes back to the form, or to what stands in its place. */
function back() {
  if (input.value) look('');
  else (byId('form').hidden ? byId(PLACES.find((id) => !byId(id).hidden)).querySelector('button') : byId('tags')).focus();
}

input.addEventListener('focus', () => rehearse(page().title, LIMIT));
input.addEventListener('input', find); // also while a word is composed, as some keyboards do with every word
input.addEventListener('keydown', onKeydown);
