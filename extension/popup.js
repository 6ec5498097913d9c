/**
 * The popup: painted and focused before anything is asked of the engine. Each
 * field has a touched mark; a late answer fills untouched fields only, and a
 * save carries only what was touched.
 */
import { browser } from './browser.js';
import { byUrl, complete, near, remove, restore, save, settings, suggest, undo } from './api.js';
import { byId, debounce, element, ignored, monthOf, pageHref, plural, safeHref } from './dom.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { finder } from './finder.js';
import { completeFrom, tagTable } from './hints.js';
import { fromAddress, fromTab, quotation, readTab } from './page.js';
import { tagField } from './tagfield.js';

const FIELDS = ['url', 'title', 'description', 'tags', 'private', 'unread'];
const field = Object.fromEntries(FIELDS.map((name) => [name, byId(name)]));
const touched = new Set();
let page = { url: '', title: '', keywords: [] };
let saved = null; // the bookmark that exists already
let hints = [];
let suggestions = [];
let saving = false;
let closeTabAfter = false;

const hintsReady = tagTable().then((rows) => { hints = rows; });

const tags = tagField(field.tags, byId('tag-list'), {
  complete: completeTags,
  suggestions: () => suggestions,
  onInput: () => {
    touch('tags');
    drawChips();
    askNewTag();
  },
});

/** Completes from the table at once; the engine's answer may come for the next key. */
function completeTags(fragment, typed, later) {
  const first = completeFrom(hints, fragment, typed, 7);
  complete({ text: fragment, tags: typed, limit: 7 }).then(later).catch(() => {});
  return first.length ? first : hintsReady.then(() => completeFrom(hints, fragment, typed, 7));
}

function touch(name) {
  touched.add(name);
  keep();
}

/** Sets a field unless the person has touched it. */
function fill(name, value) {
  if (touched.has(name)) return;
  if (name === 'tags') tags.set(value);
  else if (field[name].type === 'checkbox') field[name].checked = value;
  else field[name].value = value;
}

function valueOf(name) {
  if (name === 'tags') return tags.tags();
  return field[name].type === 'checkbox' ? field[name].checked : field[name].value;
}

const keep = debounce(() => {
  if (page.url && !saving) keepDraft(page.url, page.incognito, Object.fromEntries([...touched].map((name) => [name, valueOf(name)])));
}, 50);

function note(id, text) {
  const el = byId(id);
  el.hidden = !text;
  el.textContent = text ?? '';
  return el;
}

function problem(text) {
  note('problem', text);
}

// ---- Opening

async function open() {
  pageHref(byId('library'), 'library.html');
  const given = await fromAddress();
  if (given) document.body.classList.add('page');
  page = given ?? (await fromTab());
  fill('url', page.url);
  fill('title', page.title);
  fill('private', true);
  focusFirst();
  await loadDraft();
  if (page.selection) quote(page.selection);
  const reading = readTab(page.tabId);
  await Promise.all([reading.then(useReading), look(), useSettings()]);
  if (page.incognito) note('state', 'This is a private window. The page is kept only if you press Save.');
  askSuggestions();
}

function focusFirst() {
  if (document.activeElement === field.tags && field.url.value && field.title.value) return;
  if (!field.url.value) field.url.focus();
  else if (!field.title.value) field.title.focus();
  else field.tags.focus();
}

async function useSettings() {
  const set = await settings();
  if (!saved) fill('private', set.private !== false);
  page.always = set.description === true;
  useOwnWords();
}

function useReading(read) {
  page.description = read.description ?? '';
  page.keywords = read.keywords ?? [];
  if (read.selection) quote(read.selection);
  byId('words').hidden = !page.description || Boolean(field.description.value);
  useOwnWords();
}

function useOwnWords() {
  if (page.always && page.description && !field.description.value) fill('description', page.description);
}

/** Puts a selection into the description; on a saved page, behind what is there. */
function quote(selection) {
  const text = quotation(selection);
  if (field.description.value.includes(text)) return;
  page.quoted = text;
  const before = field.description.value.trimEnd();
  field.description.value = before ? `${before}\n\n${text}` : text;
  touched.add('description');
  byId('origin').hidden = false;
  byId('words').hidden = true;
}

async function loadDraft() {
  const draft = page.url && (await readDraft(page.url, page.incognito));
  if (!draft || !Object.keys(draft.fields).length) return;
  for (const [name, value] of Object.entries(draft.fields)) {
    if (!(name in field) || touched.has(name)) continue;
    fill(name, value);
    touched.add(name);
  }
  const line = note('draft', 'This is your draft. ');
  line.append(element('button', { type: 'button', text: 'discard', on: { click: discard } }));
}

async function discard() {
  keep.cancel();
  await dropDraft(page.url, page.incognito);
  location.reload();
}

/** Asks what the library knows of the address. */
async function look() {
  if (!field.url.value) return;
  try {
    const known = await byUrl(field.url.value);
    if (!known.savable) {
      note('state', known.reason);
      return;
    }
    showTracking(known);
    if (known.exact) showSaved(known.exact);
    else if (known.trashed) showTrashed(known.trashed);
    showVariants(known.variants);
  } catch (error) {
    problem(error.message);
  }
}

function showTracking({ tracking, clean }) {
  const line = byId('tracking');
  line.hidden = !tracking.length;
  line.firstElementChild.textContent = `carries tracking: ${tracking.join(', ')}`;
  byId('clean').onclick = () => {
    field.url.value = clean;
    line.hidden = true;
    touch('url');
    look();
  };
}

function showSaved(bookmark) {
  saved = bookmark;
  const typed = touched.has('tags') ? tags.tags() : [];
  const quoted = page.quoted;
  const edited = bookmark.updated.slice(0, 10) !== bookmark.created.slice(0, 10) ? `, edited ${monthOf(bookmark.updated)}` : '';
  note('state', `saved ${monthOf(bookmark.created)}${edited}`);
  if (!touched.has('title') && page.title && page.title !== bookmark.title) note('state', `saved ${monthOf(bookmark.created)}${edited} · the page is now called “${page.title}”`);
  for (const name of ['title', 'private', 'unread', 'url']) fill(name, bookmark[name]);
  if (quoted) joinQuotation(bookmark, quoted);
  else fill('description', bookmark.description);
  if (typed.length || touched.has('tags')) joinTags(bookmark.tags, typed);
  else tags.set(bookmark.tags);
  byId('delete').hidden = false;
}

/** The new selection stands behind the saved description, and can be taken back. */
function joinQuotation(bookmark, quoted) {
  if (bookmark.description.includes(quoted)) {
    touched.delete('description');
    fill('description', bookmark.description);
    return;
  }
  if (field.description.value.trim() !== quoted.trim()) return; // the person wrote more
  field.description.value = bookmark.description ? `${bookmark.description.trimEnd()}\n\n${quoted}` : quoted;
  const line = byId('origin');
  line.replaceChildren('+ your new selection (', element('button', { type: 'button', class: 'plain', text: 'undo', on: { click: () => {
    field.description.value = bookmark.description;
    touched.delete('description');
    line.hidden = true;
  } } }), ')');
}

/** Typed tags join the saved ones; the cursor stays behind what was typed. */
function joinTags(have, typed) {
  const keys = new Set(have.map((tag) => tag.toLowerCase()));
  const fresh = typed.filter((tag) => !keys.has(tag.toLowerCase()));
  const open = tags.isOpen();
  const tail = /\s$/.test(field.tags.value) || !fresh.length ? ' ' : '';
  if (open) return; // a list under the hand does not move; the core joins
  field.tags.value = [...have, ...fresh].join(' ') + tail;
}

function showTrashed(bookmark) {
  const line = note('state', `You deleted this in ${monthOf(bookmark.deleted)}. `);
  line.append(element('button', { type: 'button', text: 'restore', on: { click: async () => {
    try {
      await restore({ ids: [bookmark.id] });
      await look();
    } catch (error) {
      problem(error.message);
    }
  } } }));
}

function showVariants(variants) {
  if (!variants.length) return;
  const line = note('variants', 'also saved: ');
  for (const variant of variants.slice(0, 2)) {
    const link = element('a', { target: '_blank', text: variant.url });
    safeHref(link, variant.url);
    line.append(link, ' ');
  }
}

// ---- Tags

const askSuggestions = debounce(async () => {
  try {
    const list = await suggest({ url: field.url.value, title: field.title.value, description: page.description, keywords: page.keywords, tags: tags.tags(), limit: 7 });
    suggestions = list.map(({ tag }) => tag);
    drawChips();
  } catch {
    // chips are a help; without them the form still saves
  }
}, 60);

function drawChips() {
  const chips = byId('chips');
  const typed = new Set(tags.tags().map((tag) => tag.toLowerCase()));
  const known = [...chips.children].map((chip) => chip.textContent);
  if (known.join('\n') !== suggestions.join('\n')) {
    chips.replaceChildren(...suggestions.map((tag) => element('button', { type: 'button', text: tag, on: { click: () => tags.toggle(tag) } })));
  }
  for (const chip of chips.children) chip.setAttribute('aria-pressed', String(typed.has(chip.textContent.toLowerCase())));
}

const askNewTag = debounce(async () => {
  const last = tags.tags().at(-1);
  if (!last || !/\s$/.test(field.tags.value) || hints.some(([, tag]) => tag.toLowerCase() === last.toLowerCase())) {
    note('new-tag', '');
    return;
  }
  const like = await near(last).catch(() => null);
  if (tags.tags().at(-1) !== last || !like) return;
  const line = note('new-tag', `new tag: ${last} · `);
  line.append(element('button', { type: 'button', text: `did you mean ${like.tag} (${like.count})?`, on: { click: () => {
    tags.toggle(last);
    tags.toggle(like.tag);
    note('new-tag', '');
  } } }));
}, 150);

// ---- Saving

async function submit() {
  if (saving) return;
  if (!field.url.value.trim()) {
    problem('There is no address. Type one, then save again.');
    field.url.focus();
    return;
  }
  saving = true;
  keep.cancel();
  problem('');
  const bookmark = Object.fromEntries(FIELDS.map((name) => [name, valueOf(name)]));
  const names = [...touched];
  if (saved) {
    bookmark.id = saved.id;
    // A list that was open while the saved tags arrived still lacks them.
    if (names.includes('tags') && !saved.tags.some((tag) => bookmark.tags.some((t) => t.toLowerCase() === tag.toLowerCase()))) delete bookmark.id;
  }
  try {
    await save(bookmark, names);
    await dropDraft(page.url, page.incognito);
    if (closeTabAfter && page.tabId !== undefined) await browser.tabs.remove(page.tabId);
    close();
  } catch (error) {
    saving = false;
    notSaved(error);
  }
}

function notSaved(error) {
  byId('save').textContent = 'Try again';
  problem(`NOT SAVED. ${error.message}`);
  keep();
  if (error.code !== 'duplicate') return;
  const link = element('a', { target: '_blank', text: 'Show it' });
  pageHref(link, `library.html#q=${encodeURIComponent(field.url.value)}`);
  byId('problem').append(' ', link);
}

async function deleteSaved() {
  try {
    const { change } = await remove({ ids: [saved.id] });
    byId('form').hidden = true;
    const done = byId('deleted');
    done.hidden = false;
    done.firstElementChild.textContent = `Deleted “${saved.title}”. It rests in the trash for 30 days.`;
    byId('undo').focus();
    byId('undo').onclick = async () => {
      await undo(change);
      location.reload();
    };
  } catch (error) {
    problem(error.message);
  }
}

// ---- Wiring

byId('form').addEventListener('submit', (event) => event.preventDefault());
byId('save').addEventListener('click', () => submit());
byId('delete').addEventListener('click', deleteSaved);
byId('words').addEventListener('click', () => {
  field.description.value = page.description;
  byId('words').hidden = true;
  touch('description');
});
for (const name of ['url', 'title', 'description']) field[name].addEventListener('input', () => touch(name));
for (const name of ['private', 'unread']) field[name].addEventListener('change', () => touch(name));
field.url.addEventListener('change', look);

document.addEventListener('keydown', (event) => {
  if (ignored(event)) return;
  const inForm = byId('form').contains(event.target) && !byId('form').hidden;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
    event.preventDefault();
    byId('search').select();
  } else if (event.key === 'Enter' && inForm) {
    onEnter(event);
  } else if (event.key === 'Escape' && !event.defaultPrevented) {
    event.preventDefault();
    close();
  }
});

function onEnter(event) {
  const combined = event.ctrlKey || event.metaKey || event.altKey;
  const inText = event.target === field.description;
  if (event.target.tagName === 'BUTTON' && event.target.id !== 'save' && !combined) return;
  if (inText && !combined) return;
  event.preventDefault();
  closeTabAfter = event.altKey;
  submit();
}

finder({
  show(finding) {
    byId('finder').hidden = !finding;
    byId('form').hidden = finding;
  },
  leave() {
    field.tags.focus();
  },
});

open().catch((error) => problem(error.message));
