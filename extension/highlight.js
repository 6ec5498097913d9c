/** Marks the words that were searched for, as search compares them: without case and diacritics. */
import { element } from './dom.js';

const LETTER = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const SPECIAL = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' };
const CLUSTER = /[\u1100-\u1112][\u1161-\u1175][\u11A8-\u11C2]?|.[\p{M}\uFF9E\uFF9F]*/gsu; // a syllable of Korean letters, or a character with its marks
const MARK = /\p{Mn}/u;
const MARKS_TELL_NOTHING = /[\u0000-\u06FF\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
const BREVE = '\u0306'; // й is a letter of its own
const APOSTROPHE = /['’]/;

/** A character and its marks as core/text folds them. */
function foldOf(cluster) {
  let fold = '';
  let base = '\0';
  for (const c of cluster.normalize('NFKD')) {
    if (!MARK.test(c)) base = c;
    else if (/и/i.test(base) ? c !== BREVE : MARKS_TELL_NOTHING.test(base)) continue;
    const lower = c.toLowerCase();
    fold += SPECIAL[lower] ?? lower;
  }
  return fold.normalize('NFC');
}

/** A text folded, with where in the text each folded character begins and ends. An apostrophe in a word is left out. */
export function folded(text) {
  let fold = '';
  const from = [];
  const to = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const end = index + cluster.length;
    if (APOSTROPHE.test(cluster) && LETTER.test(text[index - 1]) && LETTER.test(text[end])) continue;
    const letters = foldOf(cluster);
    for (let i = 0; i < letters.length; i++) {
      from.push(index);
      to.push(end);
    }
    fold += letters;
  }
  return { fold, from, to };
}

/** Says whether a find from start to end in a folded text is a word there. */
function isWord({ fold, from, to }, start, end, prefix) {
  if (UNSPACED.test(fold[start]) || !LETTER.test(fold[start])) return true;
  const goesOn = (at) => LETTER.test(fold[at - 1]) && LETTER.test(fold[at]) && to[at - 1] >= from[at]; // no apostrophe between
  if (start > 0 && goesOn(start)) return false;
  return prefix || end >= fold.length || !goesOn(end);
}

/** Which characters of a text are marked: the ranges, in order. A term with a star behind it is the beginning of words. */
export function rangesOf(text, terms) {
  const places = folded(text);
  const { fold, from, to } = places;
  const marked = new Uint8Array(text.length);
  let any = false;
  for (const asked of terms) {
    const prefix = asked.endsWith('*');
    const term = prefix ? asked.slice(0, -1) : asked;
    for (let i = fold.indexOf(term); i >= 0 && term; i = fold.indexOf(term, i + 1)) {
      if (!isWord(places, i, i + term.length, prefix)) continue;
      marked.fill(1, from[i], to[i + term.length - 1]);
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
export function highlight(root, terms) {
  if (!terms.length) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    const text = node.data;
    const pieces = [];
    let at = 0;
    for (const [start, end] of rangesOf(text, terms)) {
      pieces.push(text.slice(at, start), element('mark', { text: text.slice(start, end) }));
      at = end;
    }
    if (pieces.length) node.replaceWith(...pieces, text.slice(at));
  }
}
