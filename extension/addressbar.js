/** The address bar: the keyword "pf", then words. */
import { browser, isFirefox } from './browser.js';
import { call } from './host.js';

const LIMIT = 6;
const LONGEST = 200; // characters of a title

const isXml = !isFirefox; // Chromium reads mark-up in descriptions, Firefox shows text
const UNSHOWABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Text to show: hostile titles would turn the line around, or break the mark-up. */
const plain = (text) => [...text.replace(UNSHOWABLE, ' ')].slice(0, LONGEST).join('');
const escaped = (text) => plain(text).replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** What stands in the first line, before an answer. */
export function describeAddressBar() {
  browser.omnibox?.setDefaultSuggestion({ description: 'Find in your bookmarks' });
}

const describe = ({ title, url }) => (isXml
  ? `${escaped(title)} <dim>—</dim> <url>${escaped(url)}</url>`
  : `${plain(title)} — ${plain(url)}`);

/** A line that says something. The space makes it another than what was typed, which the browser would leave out. */
const saying = (text, words) => ({ content: `${text} `, description: isXml ? escaped(words) : plain(words) });

let last; // AbortController of the last question
let offered = new Set(); // addresses that it was answered with

/** Answers the words typed so far. */
export async function addressBarChanged(text, suggest) {
  last?.abort();
  last = new AbortController();
  const query = text.trimStart(); // a space at its end closes the last word
  if (!query) return suggest([]);
  try {
    const { bookmarks } = await call('search', { query, limit: LIMIT, typing: true }, { signal: last.signal });
    if (!bookmarks.length) return suggest([saying(text, `Nothing found for “${query.trim()}”. Press Enter to look in the library.`)]);
    offered = new Set(bookmarks.map(({ url }) => url));
    return suggest(bookmarks.map((b) => ({ content: b.url, description: describe(b) })));
  } catch (error) {
    return error?.code === 'canceled' ? undefined : suggest([saying(text, error?.message ?? String(error))]);
  }
}

/** Whether it is an address; what is typed behind one makes words of it. */
const isAddress = (words) => offered.has(words) || /^(https?|ftp):\/\/\S+$/i.test(words);

/** Chromium shows none of our pages in a private tab. */
async function isBarred(url) {
  if (isFirefox || !url.startsWith(browser.runtime.getURL(''))) return false;
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return Boolean(tab?.incognito);
}

/** Opens the bookmark chosen, or the library with the words. */
export async function addressBarEntered(text, disposition) {
  const words = text.trim();
  const url = isAddress(words) ? words : browser.runtime.getURL(`library.html#q=${encodeURIComponent(words)}`);
  if (disposition === 'currentTab' && !await isBarred(url)) return browser.tabs.update({ url });
  return browser.tabs.create({ url, active: disposition !== 'newBackgroundTab' });
}
