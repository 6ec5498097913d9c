/**
 * The popup: painted and focused before anything is asked of the engine. What
 * is found out later has its room reserved, so that nothing moves.
 */
import { generation } from './api.js';
import './finder.js';
import { showChips } from './chips.js';
import { finishCopies } from './copying.js';
import { useAlways, useCopied, useSelection, useWords } from './describing.js';
import { byId, countText, ignored } from './dom.js';
import { offerEntries } from './entries.js';
import { forgetDraft, keepDraft, readDraft, sweepDrafts } from './draft.js';
import { field, fill, hints, onTouch, pressable, say, tags, touch } from './form.js';
import { holdUntil, pressEarly } from './heldkeys.js';
import { look } from './known.js';
import './newtag.js';
import { findPage, leave, openOwn, page, readPage } from './page.js';
import { deleteSaved, submit } from './saving.js';

const AWAKE = 20_000; // ms; a background that is asked nothing stops after 30 s
const MODIFIER = /mac/i.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Puts the page into the form and the focus where a person types. */
async function begin() {
  const { url, title, nowhere, copied } = await findPage();
  fill('url', nowhere ? '' : url);
  fill('title', title);
  if (copied) takeCopied(copied);
  if (!field.tags.value) focusFirst();
}

/** What was copied joins what is saved of that address, and takes nobody's words away. */
function takeCopied({ description, tags: list }) {
  useCopied(description);
  tags.join(list, { typing: true });
  touch('tags', { now: false });
}

function focusFirst() {
  const first = [field.url, field.title].find((input) => !input.value) ?? field.tags;
  first.focus();
}

/** What the form holds when it is saved: the draft, and what the page says. */
async function complete() {
  await found;
  if (await readDraft()) say('draft', 'draft · ', pressable('discard', discard));
  if (page().incognito) say('notice', 'This is a private window. The page is kept only if you press Save.');
  const said = await readPage();
  useWords(said.description);
  useSelection(said.selection);
  offerEntries(said.entries);
  return said;
}

async function discard() {
  await forgetDraft();
  location.reload();
}

/** What the library adds; the form saves without it. */
async function enrich() {
  const said = await ready;
  await look();
  await showChips(said);
  await sweepDrafts();
  finishCopies().catch(() => {}); // it is tried again
  // A popup that closes in the moment of saving needs a background that hears it.
  setInterval(() => generation().catch(() => {}), AWAKE);
}

async function useHints() {
  const { bookmarks, private: isPrivate, description } = await hints;
  if (bookmarks !== undefined) byId('search').placeholder = bookmarks === 1 ? 'Find in 1 bookmark' : `Find in ${countText(bookmarks)} bookmarks`;
  fill('private', isPrivate);
  useAlways(description);
}

function onKeydown(event) {
  if (event.repeat && (event.key === 'Tab' || event.key === 'Escape' || (event.key === 'Enter' && event.target !== field.description))) event.preventDefault();
  if (ignored(event)) return;
  const combined = event.ctrlKey || event.metaKey;
  if (combined && event.key.toLowerCase() === 'f') {
    event.preventDefault();
    byId('search').select();
    byId('search').focus();
  } else if (event.key === 'Enter' && byId('form').contains(event.target)) {
    onEnter(event, combined || event.altKey);
  } else if (event.key === 'Escape') {
    event.preventDefault();
    leave();
  }
}

/** Enter saves, but on a button it presses that and in the description it ends a line. */
function onEnter(event, combined) {
  const own = event.target === field.description || (event.target.matches('button, a') && event.target !== byId('save'));
  if (own && !combined) return;
  event.preventDefault();
  submit(ready, { closeTab: event.altKey });
}

byId('keys').textContent = `${MODIFIER}+F`;
byId('behind').textContent = `${MODIFIER}+⏎`;
byId('form').addEventListener('submit', (event) => event.preventDefault());
byId('save').addEventListener('click', () => submit(ready, { closeTab: false }));
byId('delete').addEventListener('click', deleteSaved);
byId('library').addEventListener('click', (event) => {
  event.preventDefault();
  openOwn('library.html');
});
document.addEventListener('keydown', onKeydown);
// Firefox moves the popup into its panel when it is ready, and takes the focus away by that.
addEventListener('focus', () => document.activeElement === document.body && focusFirst());
onTouch((name) => {
  if (name === 'tags') page().drafted = false;
  keepDraft();
});

const found = begin();
const ready = complete();
holdUntil(found);
if (field.tags.value) tags.update();
pressEarly();
useHints();
enrich().catch((error) => say('notice', error.message));
