/**
 * Drafts: what was typed into the form, per address, from the first key. In a
 * private window they live for the session only.
 */
import { save } from './api.js';
import { browser } from './browser.js';
import { field, isTouched, put, say, tags, touch, touchedNames } from './form.js';
import { look } from './known.js';
import { within } from './limit.js';
import { forgetSent, fulfil, keepSent, savedTags, sentFor } from './outbox.js';
import { noteTags, page } from './page.js';
import { keyOf, tagsIn } from './tagwords.js';

const KEEP = 7 * 86_400_000; // ms
const PREFIX = 'draft ';
const PATIENCE = 2000; // ms that a save which is sent again may take before the draft is shown
const area = () => (page().incognito ? browser.storage.session : browser.storage.local);
const key = () => PREFIX + page().url;

let typedAt = 0; // ms, when the last key came
let unread = true; // the draft of before may still come
let paused = false; // a save is under way, or the draft is done with

/** Reads the draft of the page's address into the form; tells whether there was one. */
export async function readDraft() {
  await within(PATIENCE, finishSent()); // a storage that hangs keeps nobody from their text
  const { [key()]: draft, [savedTags(key())]: saved } = await area().get([key(), savedTags(key())]);
  const fresh = Boolean(draft) && Date.now() - draft.time < KEEP;
  if (fresh) {
    apply({ ...draft, seen: [...draft.seen ?? [], ...saved?.tags ?? []] });
    typedAt = Math.max(typedAt, draft.time);
  }
  unread = false; // but a save that did not wait for it goes on
  void keepTouched();
  return fresh;
}

/** Finishes the save of a popup that closed before it was answered; if that fails its text is a draft. */
async function finishSent() {
  const sent = await sentFor(area(), key());
  if (!sent) return;
  const { bookmark, touched, quote, op } = sent.params;
  try {
    await save(bookmark, touched, quote, op);
    if (!unread && typedAt > sent.time) noteTags(bookmark.tags);
    if (!await fulfil(area(), sent)) say('draft'); // it may have been shown meanwhile
    if (!unread) look().catch(() => {}); // the form may have asked before the save was done
  } catch {
    await forgetSent(area(), op); // the draft says what was typed
  }
}

/** Keeps a save that is about to be sent, in case nobody here hears the answer. */
export const keepSave = (params) => keepSent(area(), key(), params);

/** Forgets a save that has failed: the person decides what becomes of it. */
export const forgetSave = () => forgetSent(area()).catch(() => {});

function apply({ fields, signed = [], seen }) {
  tags.keep(signed); // the text of the field does not tell them from what was typed
  const drafted = !isTouched('tags');
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'tags' && isTouched('tags')) tags.join(tagsIn(value, new Set(signed.map(keyOf))), { typing: true });
    else if (isTouched(name)) continue;
    else if (name === 'tags') field.tags.value = value;
    else put(name, value);
    touch(name, { now: false });
  }
  Object.assign(page(), { seen, drafted });
}

/**
 * Keeps what the person has touched. Each key is written at once, and storage
 * keeps the order: the next moment the popup may be gone.
 * @returns {Promise<boolean>} whether it is kept; a full disk takes nothing
 */
export function keepDraft() {
  typedAt = Date.now();
  return write();
}

/** Writes what has been typed. Its time is that of the last key: a save that was sent after it has it all. */
function write() {
  if (unread || paused) return Promise.resolve(false);
  const signed = tags.tags().filter((tag) => tag.startsWith('#'));
  return area().set({ [key()]: { fields: touchedFields(), signed, seen: page().seen, time: typedAt } }).then(() => true, () => false);
}

/** The tags are kept as typed, with the word that is being typed. */
function touchedFields() {
  return Object.fromEntries(touchedNames().map((name) => [name, field[name].type === 'checkbox' ? field[name].checked : field[name].value]));
}

/** Writes no more, as while a save is under way that may drop the draft. */
export const pauseDraft = () => { paused = true; };

/** Writes again, from now on; tells whether all that was typed is kept. */
export function resumeDraft() {
  unread = false;
  paused = false;
  return keepTouched();
}

/** Writes what has been typed so far, if anything has. */
const keepTouched = () => (touchedNames().length ? write() : Promise.resolve(true));

/** Forgets the draft for good. */
export async function forgetDraft() {
  pauseDraft();
  await area().remove([key(), savedTags(key())]);
  await forgetSent(area());
}

/** Removes the drafts of any address that are too old. */
export async function sweepDrafts() {
  const names = await browser.storage.local.getKeys?.(); // which not every browser has
  const drafts = await browser.storage.local.get(names?.filter((name) => name.startsWith(PREFIX)));
  const old = Object.keys(drafts).filter((name) => name.startsWith(PREFIX) && Date.now() - drafts[name].time >= KEEP);
  await browser.storage.local.remove(old);
}
