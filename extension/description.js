/**
 * A description to read: balanced <blockquote> pairs and lines that begin with
 * "> " are quotations, bare http(s) addresses are links, everything else is
 * text as it was typed.
 */
import { element, safeHref, visibleUrl } from './dom.js';

const DEEPEST = 5; // quotations within quotations; what is deeper stays text
const TAG = /<(\/?)blockquote>/gi;
const ADDRESS = /\bhttps?:\/\/[^\s<>"“”«»]+/gi;

/**
 * Cuts a text into paragraphs and quotations.
 * @returns {{text?: string, quote?: object[]}[]}
 */
function partsOf(text, depth = 0) {
  if (depth >= DEEPEST) return paragraphs(text);
  const parts = [];
  let from = 0;
  for (const { start, inner, innerEnd, end } of outermost(text)) {
    parts.push(...lines(text.slice(from, start), depth), { quote: partsOf(text.slice(inner, innerEnd), depth + 1) });
    from = end;
  }
  parts.push(...lines(text.slice(from), depth));
  return parts;
}

/** The outermost balanced pairs, in order. A tag without its partner is text. */
function outermost(text) {
  const open = [];
  let pairs = [];
  for (const tag of text.matchAll(TAG)) {
    const end = tag.index + tag[0].length;
    if (!tag[1]) {
      open.push({ start: tag.index, inner: end });
    } else if (open.length) {
      const pair = { ...open.pop(), innerEnd: tag.index, end };
      while (pairs.length && pairs.at(-1).start > pair.start) pairs.pop();
      pairs.push(pair);
    }
  }
  return pairs;
}

/** Quoted lines and what stands between them. */
function lines(text, depth) {
  const parts = [];
  let run = [];
  let quoting = false;
  const end = () => {
    if (run.length) parts.push(...(quoting ? [{ quote: partsOf(run.join('\n'), depth + 1) }] : paragraphs(run.join('\n'))));
    run = [];
  };
  for (const line of text.split('\n')) {
    const quoted = /^>(?: |$)/.test(line);
    if (quoted !== quoting) end();
    quoting = quoted;
    run.push(quoted ? line.slice(2) : line);
  }
  end();
  return parts;
}

/** The paragraphs of a text: empty lines stand between them. */
function paragraphs(text) {
  return text.split(/\n[ \t\r]*\n/).map((p) => p.replace(/^\n+/, '').trimEnd()).filter(Boolean).map((p) => ({ text: p }));
}

/** Where an address ends: not with the sentence around it. */
function trimmed(url) {
  let end = url.length;
  const opens = url.includes('(');
  for (; end > 0; end--) {
    const last = url[end - 1];
    if (/[.,;:!?'’\]}*_]/.test(last)) continue;
    if (last === ')' && !opens) continue;
    break;
  }
  return url.slice(0, end);
}

/** Text with its addresses as links. */
function linked(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const url = trimmed(found);
    const link = element('a', { text: visibleUrl(url), tabindex: '-1' });
    if (!safeHref(link, url)) continue;
    nodes.push(text.slice(from, index), link);
    from = index + url.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

/**
 * Makes the elements of a description.
 * @param {number} room about how many characters are wanted; Infinity for all
 * @returns {HTMLElement[]}
 */
export function describe(text, room = Infinity) {
  const left = { n: room };
  return draw(partsOf(text), left);
}

function draw(parts, left) {
  const nodes = [];
  for (const { text, quote } of parts) {
    if (left.n <= 0) break;
    if (quote) {
      nodes.push(element('blockquote', {}, draw(quote, left)));
    } else {
      nodes.push(element('p', { dir: 'auto' }, linked(text.slice(0, Math.max(left.n, 1)))));
      left.n -= text.length;
    }
  }
  return nodes;
}
