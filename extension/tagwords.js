/** Tags as words in a text: what separates them, and which one the cursor is in. */

const SEPARATORS = /[\s,]+/; // \s holds U+3000 too

/** What two equal tags have in common. */
export const keyOf = (tag) => tag.normalize('NFC').toLowerCase();

/** The tags of a list that are not among others. */
export const less = (list, others) => list.filter((tag) => !others.some((other) => keyOf(other) === keyOf(tag)));

/**
 * The tags in a text, in order, each once, a leading # dropped.
 * @param {string} text
 * @param {Set<string>} [given] what was not typed, by keyOf: that stays as it is
 */
export function tagsIn(text, given = new Set()) {
  const seen = new Set();
  return text.split(SEPARATORS).map((tag) => (given.has(keyOf(tag)) ? tag : tag.replace(/^#+(?=.)/, ''))).filter((tag) => {
    if (!tag || seen.has(keyOf(tag))) return false;
    seen.add(keyOf(tag));
    return true;
  });
}

/** What a pasted text is as tags: with a comma, the spaces within a tag become "-". */
export function pasted(text) {
  if (!text.includes(',')) return text.replace(/[\r\n\t]+/g, ' ');
  return text.split(/[,\r\n\t]+/).map((tag) => tag.trim().replace(/\s+/g, '-')).filter(Boolean).join(' ');
}

/**
 * The word that the cursor is in.
 * @returns {{start: number, end: number, fragment: string}} where it stands,
 *   and what of it is left of the cursor, a leading # dropped
 */
export function wordAt(text, cursor) {
  const start = cursor - /[^\s,]*$/.exec(text.slice(0, cursor))[0].length;
  const end = cursor + /^[^\s,]*/.exec(text.slice(cursor))[0].length;
  return { start, end, fragment: text.slice(start, cursor).replace(/^#+/, '') };
}
