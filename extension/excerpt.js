/** What of a long description is drawn when the words that were searched for stand deep in it. */
import { rangesOf } from './highlight.js';

const IN_VIEW = 180; // characters that the lines of a row surely show
const QUOTES = /<\/?blockquote>/gi;
const BEFORE = 60; // of the text before the first mark

/**
 * The description from a little before its first mark on, if that would not be
 * in view; otherwise as it is.
 * @param {string} text
 * @param {string[]} terms as rangesOf takes them
 */
export function excerpt(text, terms) {
  if (!terms.length || text.length <= IN_VIEW) return text;
  const [first] = rangesOf(text, terms);
  if (!first || first[1] <= IN_VIEW) return text;
  const space = text.slice(0, first[0] - BEFORE).search(/\s\S*$/u);
  const from = space < 0 || first[0] - space > 2 * BEFORE ? first[0] - BEFORE : space + 1;
  return `… ${text.slice(from).replace(QUOTES, ' ').toWellFormed()}`; // of a pair only one may be left
}
