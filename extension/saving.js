/** Saving and deleting what the form holds. The popup closes when it is done, not before. */
import { get, remove, save, undo } from './api.js';
import { browser } from './browser.js';
import { described } from './describing.js';
import { copiesAll, copyAll, speaksOfThePage } from './entries.js';
import { byId } from './dom.js';
import { forgetDraft, forgetSave, keepSave, pauseDraft, resumeDraft } from './draft.js';
import { field, isTouched, onTouch, pressable, put, say, tags, touch, touchedNames, valueOf } from './form.js';
import { edit, look, lookAgain, savedBookmark } from './known.js';
import { within } from './limit.js';
import { leave, noteTags, page } from './page.js';

const PAGE_PATIENCE = 1000; // ms that a page has to say what is selected on it
const SLOW = 500; // ms after which a save says that it is under way

let saving = false;
let typedOn = null; // whether the form has changed since a save was sent; null: none is on its way

onTouch((name, now) => {
  if (typedOn !== false || !now) return;
  typedOn = true;
  resumeDraft(); // what the save lacks is a draft
});

/**
 * Saves the form.
 * @param {Promise<any>} ready the page is known and read
 * @param {{closeTab: boolean}} options
 */
export async function submit(ready, { closeTab }) {
  if (saving) return;
  saving = true;
  tags.close(); // what may have to be said stands where the list was
  say('problem');
  const slow = setTimeout(() => { byId('save').firstChild.textContent = 'Saving …'; }, SLOW);
  try {
    await within(PAGE_PATIENCE, ready, undefined);
    if (copiesAll()) {
      const { sentence, takeBack } = await copyAll();
      if (!speaksOfThePage()) await forgetDraft();
      done(sentence, undoing(takeBack));
      return;
    }
    await lookAgain();
    pauseDraft();
    typedOn = false;
    const sent = whatIsHere();
    const result = await send(sent);
    if (!typedOn) await forgetDraft();
    if (typedOn) {
      goOn(sent);
      return;
    }
    if (closeTab && page().tabId !== undefined) await browser.tabs.remove(page().tabId);
    if (result.stripped && field.url.value.includes('@')) done('Saved. The user name and password in the address were taken out; they are not kept.', pressable('Close', leave));
    else await leave();
  } catch (error) {
    clearTimeout(slow); // to keep the draft may take long
    await notSaved(error);
  } finally {
    clearTimeout(slow);
    saving = false;
    typedOn = null;
  }
}

/** What a save of the form carries. */
function whatIsHere() {
  const bookmark = Object.fromEntries(['url', 'title', 'tags', 'private', 'unread'].map((name) => [name, valueOf(name)]));
  const { description, quote } = described();
  const id = savedBookmark()?.id;
  return { bookmark: { ...bookmark, description, ...(id && { id }) }, touched: touchedNames(), quote, op: crypto.randomUUID() };
}

function send(sent) {
  keepSave(sent);
  return save(sent.bookmark, sent.touched, sent.quote, sent.op);
}

/** The form stays for what was typed while it was saved; a tag that it lacks by now was taken out. */
function goOn({ bookmark }) {
  noteTags(bookmark.tags);
  byId('save').firstChild.textContent = 'Save';
  say('problem', 'Saved, but for what you typed since: save once more.');
  look().catch(() => {}); // a save knows the bookmark by its address too
}

async function notSaved(error) {
  byId('save').firstChild.textContent = 'Try again';
  if (error.code !== 'closed' && error.code !== 'unheard') forgetSave(); // one whose answer nobody heard may be done: whoever opens this page next asks
  const kept = await resumeDraft();
  if (error.code === 'duplicate') {
    await showOther(error);
    return;
  }
  const fate = kept ? 'is kept here and comes back when you open this again' : 'is in this form only: keep it open until it is saved';
  say('problem', `NOT SAVED. ${error.message} Your text ${fate}.`);
  if (!field.url.value.trim()) field.url.focus();
}

/** Shows the bookmark that has the address already, with both texts. */
async function showOther(error) {
  const other = await get(error.id).catch(() => null);
  if (!other) {
    say('problem', `NOT SAVED. ${error.message}`);
    return;
  }
  const mine = field.description.value;
  tags.join(other.tags, { typing: false });
  touch('tags');
  page().seen = other.tags;
  edit(other);
  if (isTouched('description') && !other.description.includes(mine)) put('description', `${other.description}\n\n${mine}`.trim());
  say('problem', `NOT SAVED. “${other.title}” has this address already. It is shown here, with your text and tags added: save again to keep both.`);
}

/** Puts the bookmark into the trash, with the way back. */
export async function deleteSaved() {
  const { id, title } = savedBookmark();
  byId('delete').disabled = true; // pressed twice, it is one change
  try {
    const { change } = await remove({ ids: [id] });
    await forgetDraft();
    done(`Deleted “${title}”. It rests in the trash for 30 days.`, undoing(() => undo(change)));
  } catch (error) {
    byId('delete').disabled = false;
    byId('delete').focus();
    say('problem', `NOT DELETED. ${error.message}`);
  }
}

const undoing = (takeBack) => pressable('Undo', async () => {
  try {
    await takeBack();
    location.reload();
  } catch (error) {
    byId('done').firstElementChild.textContent = `NOT UNDONE. ${error.message}`;
  }
});

/** Shows one sentence and one button in the form's place. */
function done(sentence, button) {
  byId('form').hidden = true;
  byId('done').hidden = false;
  byId('done').firstElementChild.textContent = sentence;
  button.className = 'primary';
  byId('done').append(button);
  button.focus();
}
