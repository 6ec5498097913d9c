/** Marks what was looked for in a text. */
import { element } from './dom.js';

const fold = (text) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();

/**
 * A text as nodes, the words that begin with one of the folded terms marked.
 * @param {string} text
 * @param {string[]} terms
 * @returns {(string|Node)[]}
 */
export function marked(text, terms) {
  const nodes = [];
  for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const folded = fold(piece);
    const term = terms.find((t) => t && folded.startsWith(t));
    if (term === undefined) nodes.push(piece);
    else nodes.push(element('mark', { text: head(piece, term.length) }), piece.slice(head(piece, term.length).length));
  }
  return nodes;
}

/** The beginning of a word that folds to as many letters. */
function head(word, length) {
  let end = 0;
  while (end < word.length && fold(word.slice(0, end)).length < length) end += 1;
  return word.slice(0, end);
}
