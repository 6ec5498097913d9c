/**
 * The library page: the search box is the only truth. What is pressed writes
 * into it, what is in it is asked, and what is answered is drawn. This file
 * joins the parts; each part sees the others through `app`.
 */
import { browser } from './browser.js';
import { generation, narrow, settings, stats } from './api.js';
import { onChanged } from './client.js';
import { byId, debounce, ignored, plural } from './dom.js';
import { actionBar } from './actions.js';
import { asking } from './asking.js';
import { backupNote } from './backupnote.js';
import { changes } from './changes.js';
import { commands } from './commands.js';
import { finishCopies } from './copying.js';
import { cursor } from './cursor.js';
import { drawing } from './drawing.js';
import { facets, filters } from './facets.js';
import { heading } from './heading.js';
import { keySheet, keys } from './keys.js';
import { list } from './list.js';
import { wireLost } from './lost.js';
import { historyOfHere, place, queryHere, viewHere } from './place.js';
import { publishNote } from './publishnote.js';
import { rehearse } from './rehearsal.js';
import { BLOCK, results } from './results.js';
import { saved } from './saved.js';
import { sweepInTime } from './scratch.js';
import { selection } from './selection.js';
import { sheet } from './sheet.js';
import { tagList } from './taglist.js';
import { taking } from './taking.js';
import { undoBar } from './undo.js';
import { welcome } from './welcome.js';
import { years } from './years.js';

const KEEP = 150; // ms after the last move, before the place is remembered
const rows = byId('rows');
const box = byId('search');
const failed = (error, again) => app.head.problem(error, again);

const app = { settings: {}, stats: { bookmarks: 0 } };
app.found = results({ arrived: (k) => app.drawing.arrived(k), failed: (error) => failed(error, () => app.asking.refresh()), usual });
app.drawing = drawing(app);
app.view = list(rows, {
  draw: app.drawing.block, want: app.found.want, drawn: () => app.drawing.drawn(), noted: (index) => app.drawing.monthNow(index), covered: () => standing(byId('top')),
});
app.focus = cursor(rows, app.view, { total: app.found.total, entered: (row) => app.drawing.actionsIn(row), covered });
app.undo = undoBar({ failed, back: toView });
app.selected = selection({ undo: app.undo, failed, changed: () => app.drawing.selected(), question: () => app.asking, back: toView });
app.head = heading({ drop: go, query: go, sort, density: setDensity, saveAddress, back: toView });
app.beside = facets({ add: (tag) => press({ addTag: tag }), without: (tag) => press({ notTag: tag }) });
app.years = years((year) => press({ year }));
app.states = filters((name) => press({ filter: name }));
app.tags = tagList({ undo: app.undo, failed, open: alone });
app.changes = changes({ undo: app.undo });
app.place = place(() => ({ ...app.view.anchor(), focus: app.focus.at(), focused: app.focus.has() }));
app.sheet = sheet();
saved({ go, undo: app.undo });
taking({ selected: app.selected, question: () => app.asking, usual, undo: app.undo, failed });
app.asking = asking(app);
app.go = go;
app.tag = (tag) => (app.asking.hasTag(tag) ? alone(tag) : press({ addTag: tag }));
app.open = (view) => { app.place.go(view); arrive(); };
app.commands = commands(app);
app.actions = actionBar({ run: app.commands.run });
app.help = keySheet({ letters, setLetters, back: toView });
keys({ inList: app.focus.isMeant, on: app.commands.on, letters });

/** Takes the focus to what the page shows: the list, the tags or the history. */
function toView() {
  const at = viewHere();
  if (at === 'tags') byId('tag-prefix').focus();
  else if (at === 'history') byId('changes-heading').focus();
  else app.focus.take();
}

/** How much of the view something covers that stays where it is; on a low screen it scrolls away. */
function standing(el) {
  return !el.hidden && getComputedStyle(el).position !== 'static' ? el.offsetHeight : 0;
}

/** What covers the view above and below the rows. */
function covered() {
  return { above: standing(byId('top')) + standing(byId('notes')) + standing(byId('bulk')) + 8, below: standing(byId('undo')) + 24 };
}

/** Asks another query, which makes an entry in the history. */
function go(query) {
  app.sheet.close();
  box.value = query;
  app.place.commit(query);
  return arrive({ first: true });
}

/** Presses something that writes into the box. */
async function press(what) {
  const before = box.value;
  try {
    const query = await narrow(before, what);
    if (box.value === before) go(query);
    else await press(what); // to what stands there by now
  } catch (error) {
    failed(error, () => press(what));
  }
}

/** Opens the page of one tag. */
async function alone(tag) {
  try {
    go(await narrow('', { addTag: tag }));
  } catch (error) {
    failed(error, () => alone(tag));
  }
}

/** Shows the part of the page that the address names, and says which it is. */
function showView() {
  const at = viewHere();
  byId('trouble').replaceChildren();
  byId('found').hidden = at === 'tags' || at === 'history';
  byId('aside').hidden = byId('found').hidden;
  byId('all-tags').hidden = at !== 'tags';
  byId('changes').hidden = at !== 'history';
  byId('welcome').hidden = at !== 'welcome';
  return at;
}

/** Shows what the address says: a query, the tags, or the welcome. */
async function arrive({ restore = null, first = false } = {}) {
  const at = showView();
  if (at === 'tags' || at === 'history') {
    await app.ready;
    if (viewHere() !== at) return; // another was opened meanwhile
  }
  if (at === 'tags') {
    await app.tags.draw();
    byId('tag-prefix').focus();
    return;
  }
  if (at === 'history') {
    await app.changes.draw(historyOfHere());
    byId('changes-heading').focus();
    return;
  }
  if (at === 'welcome') welcome(() => go('')).catch(() => {});
  if (box.value !== queryHere()) box.value = queryHere();
  await app.asking.show(queryHere(), { restore, first });
}

function saveAddress(url) {
  browser.tabs.create({ url: browser.runtime.getURL(`popup.html?url=${encodeURIComponent(url)}`) });
}

function keepSetting(name, value) {
  app.settings[name] = value;
  settings({ [name]: value }).catch((error) => failed(error, () => keepSetting(name, value)));
}

/** The orders of a list and of what words find, as they were last pressed. */
function usual() {
  return { list: app.settings.listSort ?? '', words: app.settings.wordSort ?? '' };
}

/** Sorts, and so the next lists, or the next searches for words. */
function sort(order) {
  keepSetting(app.asking.hasWords() ? 'wordSort' : 'listSort', order);
  press({ sort: order });
}

function setDensity(name) {
  keepSetting('density', name);
  app.head.densityIs(name);
  document.body.dataset.density = name;
  app.view.redraw();
}

/** The margin has months, or by a press years. */
app.toggleRail = () => {
  keepSetting('rail', app.settings.rail === 'years' ? 'months' : 'years');
  app.view.redraw();
};

function letters() {
  return app.settings.letters !== false;
}

function setLetters(on) {
  keepSetting('letters', on);
  document.body.toggleAttribute('data-no-letters', !on);
}

/** Counts beside the filters, and of all tags. */
async function count() {
  try {
    app.stats = await stats();
    app.states.show(app.stats);
    byId('all-tags-link').textContent = `all ${plural(app.stats.tags, 'tag')}`;
    byId('all-tags-link').hidden = !app.stats.tags;
  } catch (error) {
    failed(error, readAgain);
  }
}
app.count = count;

let counted;

/** The first count, which no row waits for. */
app.counted = () => (counted ??= count());

/** What failed last is said in the place of what failed before it, so all is asked again. */
function readAgain() {
  app.ready = useSettings();
  count();
  app.asking.again();
}

async function useSettings() {
  app.settings = await settings().catch(() => ({}));
  document.body.dataset.density = app.settings.density ?? 'lines';
  document.body.toggleAttribute('data-no-letters', !letters());
  app.head.densityIs(document.body.dataset.density);
}

/** Readies a background that was started just now, or is by this, for the person's first word. */
const rehearseHere = () => rehearse(app.found.at(0)?.title, BLOCK);

// ---- Wiring

box.addEventListener('focus', rehearseHere);
box.addEventListener('input', () => {
  if (viewHere() !== 'list') {
    app.place.commit('');
    showView();
  }
  app.place.type(box.value);
  app.asking.show(box.value, { typing: true });
});

box.addEventListener('keydown', (event) => {
  if (ignored(event)) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    app.place.commit(box.value);
    showView();
    app.asking.show(box.value, { first: true });
  } else if (event.key === 'ArrowDown') {
    event.preventDefault();
    app.focus.enter();
  } else if (event.key === 'Escape') {
    event.preventDefault();
    if (!box.value) {
      app.focus.enter();
      return;
    }
    box.value = '';
    box.dispatchEvent(new Event('input'));
  }
});

const keep = debounce(() => app.place.keep(), KEEP);
addEventListener('scroll', keep, { passive: true });
rows.addEventListener('focusin', keep);
addEventListener('pagehide', () => app.place.keep());
addEventListener('popstate', (event) => {
  keep.cancel();
  app.place.arrive();
  arrive({ restore: event.state });
});

wireLost();
byId('searching').addEventListener('submit', (event) => event.preventDefault());
byId('to-tags').addEventListener('click', () => app.open('tags'));
byId('all-tags-link').addEventListener('click', () => app.open('tags'));
byId('to-history').addEventListener('click', () => app.open('history'));
byId('changes-back').addEventListener('click', () => go(box.value));
byId('tags-back').addEventListener('click', () => go(box.value));
byId('month-now').addEventListener('click', app.toggleRail);
byId('help').addEventListener('click', () => app.help());
document.querySelector('.brand').addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go('');
});

const refresh = debounce(() => {
  count();
  if (viewHere() === 'tags') app.tags.draw();
  else if (viewHere() === 'history') app.changes.again();
  else app.asking.refresh();
}, 30);

// A window beside this one may have changed the library while the background slept.
addEventListener('focus', () => generation().catch(() => {}));

async function open() {
  if (!queryHere() && viewHere() === 'list' && !globalThis.history.state) box.focus();
  // First the background is brought to what is stored: what is asked after that is of now, and is
  // not news, after which all would be asked and drawn a second time.
  const current = generation().catch((error) => failed(error, readAgain));
  app.ready = current.then(useSettings);
  current.then((answer) => onChanged(refresh, answer?.generation));
  await arrive({ restore: globalThis.history.state, first: Boolean(queryHere()) });
  app.counted().then(rehearseHere);
  backupNote({ undo: app.undo, failed: (error, again) => failed(error, () => { readAgain(); again(); }) });
  publishNote(app.undo);
  finishCopies().catch(() => {}); // it is tried again
  sweepInTime();
}

open();
