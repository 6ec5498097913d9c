/** Marks the words that were searched for, as search compares them: without case and diacritics. */
import { element } from './dom.js';

const MARKS = /\p{Mn}/gu;
const LETTER = /[\p{L}\p{N}]/u;
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}]/u;
const SPECIAL = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' };

/** A text folded, with the place in the text that each folded character came from. */
export function folded(text) {
  let fold = '';
  const from = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFKD').replace(MARKS, '').toLowerCase();
    const letters = SPECIAL[plain] ?? plain;
    for (let i = 0; i < letters.length; i++) from.push(at);
    fold += letters;
    at += character.length;
  }
  from.push(at);
  return { fold, from };
}

/** Says whether a find from start to end in a folded text is a word there. */
function isWord(fold, start, end, prefix) {
  if (UNSPACED.test(fold[start]) || !LETTER.test(fold[start])) return true;
  if (start > 0 && LETTER.test(fold[start - 1])) return false;
  return prefix || end >= fold.length || !LETTER.test(fold[end]);
}

/** Which characters of a text are marked: the ranges, in order. */
export function rangesOf(text, terms, prefix) {
  const { fold, from } = folded(text);
  const marked = new Uint8Array(text.length);
  let any = false;
  for (const term of terms) {
    for (let i = fold.indexOf(term); i >= 0 && term; i = fold.indexOf(term, i + 1)) {
      if (!isWord(fold, i, i + term.length, prefix)) continue;
      marked.fill(1, from[i], from[i + term.length]);
      any = true;
    }
  }
  return any ? runs(marked) : [];
}

function runs(marked) {
  const ranges = [];
  for (let start = marked.indexOf(1); start >= 0;) {
    let end = marked.indexOf(0, start);
    if (end < 0) end = marked.length;
    ranges.push([start, end]);
    start = marked.indexOf(1, end);
  }
  return ranges;
}

/** Marks the terms in all text of an element. */
export function highlight(root, { terms, prefix }) {
  if (!terms.length) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    const text = node.data;
    const pieces = [];
    let at = 0;
    for (const [start, end] of rangesOf(text, terms, prefix)) {
      pieces.push(text.slice(at, start), element('mark', { text: text.slice(start, end) }));
      at = end;
    }
    if (pieces.length) node.replaceWith(...pieces, text.slice(at));
  }
}
