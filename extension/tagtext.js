/** The text of a tag field, changed so that the cursor and the browser's undo stay right. */
import { keyOf, tagsIn, wordAt } from './tagwords.js';

/** @param {HTMLInputElement} input */
export function tagText(input) {
  const given = new Set(); // tags that were not typed, by key
  const word = () => wordAt(input.value, input.selectionStart);
  const tags = (text = input.value) => tagsIn(text, given);

  /** Has these stay as they are, though they begin with #. */
  function keep(list) {
    for (const tag of list) given.add(keyOf(tag));
  }

  /** The tags but for the word at the cursor. */
  function others() {
    const { start, end } = word();
    return tags(`${input.value.slice(0, start)} ${input.value.slice(end)}`);
  }

  function replace(start, end, text) {
    input.setSelectionRange(start, end);
    if (document.activeElement === input && document.execCommand('insertText', false, text)) return;
    input.setRangeText(text, start, end, 'end');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** All of the word that the cursor is in. */
  function whole() {
    const { start, end } = word();
    return input.value.slice(start, end);
  }

  /** Puts a tag in the place of the whole word at the cursor, one space behind it; one that completes nothing in front of it. */
  function put(tag, completes) {
    keep([tag]);
    const { start, end } = word();
    if (!completes && end > input.selectionStart) replace(start, start, `${tag} `);
    else replace(start, /\s/.test(input.value[end]) ? end + 1 : end, `${tag} `);
  }

  function set(list) {
    keep(list);
    input.value = list.map((tag) => `${tag} `).join('');
  }

  /** Puts tags in front; the word at the cursor stays under it while it is being typed. */
  function join(list, { typing }) {
    keep(list);
    const start = typing ? word().start : input.value.length;
    const at = input.selectionStart - start;
    const keys = new Set(list.map(keyOf));
    const fresh = tags(input.value.slice(0, start)).filter((tag) => !keys.has(keyOf(tag)));
    const before = [...list, ...fresh].map((tag) => `${tag} `).join('');
    input.value = before + input.value.slice(start);
    const cursor = before.length + Math.max(at, 0);
    input.setSelectionRange(cursor, cursor);
  }

  function toggle(tag) {
    const { fragment } = word();
    const begun = fragment && keyOf(tag) !== keyOf(fragment) && keyOf(tag).includes(keyOf(fragment));
    const list = begun ? others() : tags();
    const kept = list.filter((t) => keyOf(t) !== keyOf(tag));
    set(kept.length === list.length ? [...kept, tag] : kept);
  }

  return { word, whole, tags, keep, others, replace, put, set, join, toggle };
}
