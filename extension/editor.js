/** Editing a bookmark in its row: only the fields that the person touched are saved. */
import { complete, get, restore, update } from './api.js';
import { byId, fromTemplate, ignored } from './dom.js';
import { tagField } from './tagfield.js';
import { less } from './tagwords.js';

const FLAGS = ['private', 'unread'];
const TEXTS = ['url', 'title', 'description'];

let leave; // takes the form away that is open

/** Leaves the row that is edited, if one is: what was typed can be brought back. */
export const leaveEditing = () => leave?.();

/** Makes the tag field of a form. */
export function formTags(form, onInput) {
  const list = form.querySelector('[role="listbox"]');
  list.id = `tags-${crypto.randomUUID()}`;
  return tagField(form.elements.tags, list, {
    complete: (text, typed) => complete({ text, tags: typed, limit: 7 }).catch(() => []),
    onInput,
  });
}

const same = (a, b) => a.length === b.length && a.every((tag, i) => tag === b[i]);

/**
 * Opens the form in a row.
 * @param {HTMLElement} row
 * @param {object} b the bookmark as it is shown
 * @param {{field: string, draft?: object, saved: (change: number, inView: boolean, here: boolean) => void, reverted: (draft: object | null) => void,
 *   left: (draft: object | null, error?: Error) => void}} on here: the person is nowhere else by now; reverted: by the person; left: the list went away under the form,
 *   where what was under way may have failed
 */
export function edit(row, b, { field, draft, saved, reverted, left }) {
  const form = fromTemplate('editor');
  const fields = form.elements;
  const touched = new Set(Object.keys(draft ?? {}));
  const tags = formTags(form, () => touched.add('tags'));
  const article = row.querySelector('article');
  let sending = false;

  fill({ ...b, ...draft });
  for (const name of TEXTS) fields[name].addEventListener('input', () => touched.add(name));
  for (const name of FLAGS) fields[name].addEventListener('change', () => touched.add(name));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('.primary').addEventListener('click', submit);
  form.querySelector('.cancel').addEventListener('click', () => end(reverted));
  form.addEventListener('keydown', onKeydown);
  article.hidden = true;
  article.after(form);
  fields[field].focus();
  if (field !== 'tags') fields[field].select();
  form.scrollIntoView({ block: 'nearest' });
  const mine = () => (sending ? close() : end(left));
  leave = mine;
  globalThis.addEventListener('beforeunload', guard);

  function fill(values) {
    for (const name of TEXTS) fields[name].value = values[name];
    for (const name of FLAGS) fields[name].checked = values[name];
    tags.set(values.tags);
  }

  function values() {
    const now = { tags: tags.tags() };
    for (const name of TEXTS) now[name] = fields[name].value;
    for (const name of FLAGS) now[name] = fields[name].checked;
    return Object.fromEntries([...touched].map((name) => [name, now[name]]));
  }

  /** The change to ask for; tags that others have changed meanwhile join. */
  function change(now, stored) {
    if (!now.tags) return now;
    if (same(stored.tags, b.tags)) return now;
    const { tags: typed, ...rest } = now;
    return { ...rest, addTags: less(typed, b.tags), dropTags: less(b.tags, typed) };
  }

  /**
   * Saves what is given. What is saved is not in the trash, though others have put it there meanwhile: after the
   * change, since it may be of the address that another has by now. What is gone for ever is said to be.
   */
  async function save(sent) {
    const stored = await get(b.id);
    const done = await update({ ids: [b.id] }, change(sent, stored));
    if (stored.deleted && !b.deleted) await restore({ ids: [b.id] });
    return done;
  }

  async function submit() {
    if (sending) return;
    sending = true;
    const problem = form.querySelector('.problem');
    problem.hidden = true;
    try {
      const sent = values();
      const done = touched.size ? await save(sent) : { change: 0 };
      const since = typedSince(sent);
      if (form.isConnected && since.length) goOn(done.change, sent, since, problem);
      else finish(done.change, since);
    } catch (error) {
      if (!form.isConnected) left(values(), error);
      problem.hidden = false;
      problem.textContent = `NOT SAVED. ${error.message}`;
    }
    sending = false;
  }

  /** Takes the form away; what was typed since the list went away under it can be brought back. */
  function finish(change, since) {
    const inView = form.isConnected;
    const here = form.contains(document.activeElement) || document.activeElement === document.body;
    close();
    saved(change, inView, here);
    if (!since.length) return;
    const now = values();
    left(Object.fromEntries(since.map((name) => [name, now[name]])));
  }

  /** The fields that hold something else by now than what was sent. */
  function typedSince(sent) {
    const now = values();
    return [...touched].filter((name) => JSON.stringify(now[name]) !== JSON.stringify(sent[name]));
  }

  /** Leaves the form open over what was typed while it was saved. */
  function goOn(change, sent, since, problem) {
    b = { ...b, ...sent };
    touched.clear();
    for (const name of since) touched.add(name);
    saved(change, false);
    problem.hidden = false;
    problem.textContent = 'Saved, but for what you typed since: press Enter once more.';
  }

  /** Takes the form away and tells what was typed, if anything was. */
  function end(tell) {
    const typed = touched.size ? values() : null;
    close();
    tell(typed);
  }

  /** Has the browser ask before the tab is closed over what was typed. */
  function guard(event) {
    if (touched.size) event.preventDefault();
  }

  function close() {
    globalThis.removeEventListener('beforeunload', guard);
    if (leave === mine) leave = undefined; // a row that was left while it was saved may not take another's
    form.remove();
    article.hidden = false;
  }

  function onKeydown(event) {
    if (ignored(event) || event.defaultPrevented) return;
    const combined = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      end(reverted);
    } else if (event.key === 'Enter' && (combined || !(event.target.matches('textarea, .cancel')))) {
      event.preventDefault();
      event.stopPropagation();
      submit();
    }
  }
}

/** Whether a row is being edited. */
export const editing = () => Boolean(byId('rows').querySelector('form'));
