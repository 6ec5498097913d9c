/** The text of a tag field, changed so that the cursor and the browser's undo stay right. */
import { keyOf, tagsIn, wordAt } from './tagwords.js';

/** @param {HTMLInputElement} input */
export function tagText(input) {
  const word = () => wordAt(input.value, input.selectionStart);

  /** The tags but for the word at the cursor. */
  function others() {
    const { start, end } = word();
    return tagsIn(`${input.value.slice(0, start)} ${input.value.slice(end)}`);
  }

  function replace(start, end, text) {
    input.setSelectionRange(start, end);
    if (document.activeElement === input && document.execCommand('insertText', false, text)) return;
    input.setRangeText(text, start, end, 'end');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Puts a tag in the place of the whole word at the cursor, one space behind it. */
  function put(tag) {
    const { start, end } = word();
    replace(start, /\s/.test(input.value[end]) ? end + 1 : end, `${tag} `);
  }

  function set(tags) {
    input.value = tags.map((tag) => `${tag} `).join('');
  }

  /** Puts tags in front; the word at the cursor stays under it while it is being typed. */
  function join(tags, { typing }) {
    const start = typing ? word().start : input.value.length;
    const at = input.selectionStart - start;
    const keys = new Set(tags.map(keyOf));
    const fresh = tagsIn(input.value.slice(0, start)).filter((tag) => !keys.has(keyOf(tag)));
    const before = [...tags, ...fresh].map((tag) => `${tag} `).join('');
    input.value = before + input.value.slice(start);
    const cursor = before.length + Math.max(at, 0);
    input.setSelectionRange(cursor, cursor);
  }

  function toggle(tag) {
    const { fragment } = word();
    const begun = fragment && keyOf(tag) !== keyOf(fragment) && keyOf(tag).includes(keyOf(fragment));
    const tags = begun ? others() : tagsIn(input.value);
    const kept = tags.filter((t) => keyOf(t) !== keyOf(tag));
    set(kept.length === tags.length ? [...kept, tag] : kept);
  }

  return { word, others, replace, put, set, join, toggle };
}
