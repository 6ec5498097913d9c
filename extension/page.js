/** What the popup knows of the page it stands on. */
import { browser } from './browser.js';

const LONG = 2000; // characters that an address may carry; some systems cut longer ones
const LONGEST = 50_000; // characters of a selection

/**
 * The address of the form filled with fields: `popup.html?url=…&title=…`.
 * What is long is handed over in storage.session instead, under the name in
 * the parameter `handed`, and so is everything of a private window, whose
 * addresses belong in no history.
 * @param {{url: string, title?: string, selection?: string, description?: string, tags?: string}} fields
 * @param {boolean} incognito
 * @returns {Promise<string>}
 */
export async function formAddress(fields, incognito) {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  const search = String(new URLSearchParams(given));
  if (!incognito && search.length <= LONG) return browser.runtime.getURL(`popup.html?${search}`);
  const handed = crypto.randomUUID();
  const selection = given.selection?.slice(0, LONGEST);
  await browser.storage.session.set({ [`handed ${handed}`]: { ...given, selection, incognito } });
  return browser.runtime.getURL(`popup.html?handed=${handed}`);
}

let standing = { url: '', title: '', selection: '', incognito: false, tabId: undefined, given: false, seen: undefined };

/** The page that the form is about; seen: the tags of its bookmark that the form has shown. */
export const page = () => standing;

/** Notes tags that a save has given the bookmark: those that the form lacks were taken out. */
export const noteTags = (list = []) => { standing.seen = [...standing.seen ?? [], ...list]; };

/** Finds out the page: as given in the popup's own address, or the tab in front. */
export async function findPage() {
  standing = (await fromAddress()) ?? (await fromTab());
  if (standing.given) browser.tabs.getCurrent().then((tab) => document.body.toggleAttribute('data-tab', Boolean(tab))); // the toolbar's popup is in none
  return standing;
}

async function fromAddress() {
  const params = new URLSearchParams(location.search);
  const key = `handed ${params.get('handed')}`;
  const given = params.has('handed') ? (await browser.storage.session.get(key))[key] : Object.fromEntries(params);
  if (given?.url === undefined) return null;
  return {
    url: given.url, title: given.title ?? '', selection: wellFormed(given.selection ?? ''),
    incognito: given.incognito === true || browser.extension.inIncognitoContext, tabId: undefined, given: true, seen: undefined,
    copied: given.tags === undefined ? null : { description: wellFormed(given.description ?? ''), tags: given.tags.split(' ').filter(Boolean) },
  };
}

/** Addresses whose wrapping the engine takes off. */
const WRAPPED = /^(view-source:|about:reader\?url=)/i;
const SAVABLE = /^(https?|ftp):/i;

async function fromTab() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const url = tab?.url ?? '';
  const savable = SAVABLE.test(url) || WRAPPED.test(url);
  return {
    url, title: savable ? tab.title : '', selection: '', incognito: tab?.incognito ?? false,
    tabId: tab?.id, given: false, seen: undefined, nowhere: !savable,
  };
}

/**
 * What the page itself says: selection, description, keywords, the bookmarks that it shows. Pages that
 * cannot be read say nothing.
 */
export async function readPage() {
  const nothing = { selection: standing.selection, description: '', keywords: [], entries: [] };
  if (standing.tabId === undefined) return nothing;
  try {
    const [answer] = await browser.scripting.executeScript({ target: { tabId: standing.tabId }, func: readDocument, args: [LONGEST] });
    return { ...nothing, ...answer?.result, selection: wellFormed(answer?.result?.selection ?? '') };
  } catch {
    return nothing;
  }
}

/** Runs in the page. */
function readDocument(longest) {
  const meta = (...names) => {
    for (const name of names) {
      const found = document.querySelector(`meta[name="${name}" i], meta[property="${name}" i]`)?.content?.trim();
      if (found) return found.slice(0, 5000);
    }
    return '';
  };
  const selection = String(getSelection() ?? '').trim();
  return {
    selection: selection.length > longest ? `${selection.slice(0, longest)} …` : selection,
    description: meta('description', 'og:description', 'twitter:description'),
    keywords: meta('keywords').split(',').map((word) => word.trim()).filter(Boolean).slice(0, 100),
    entries: entries(),
  };

  /** Bookmarks as h-entries: https://indieweb.org/bookmark */
  function entries() {
    const textOf = (place, name) => place.querySelector(name)?.textContent.trim() ?? '';
    const quoted = (text) => text.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
    const words = (content) => (content.children.length ? [...content.children].map((part) => (part.matches('blockquote') ? quoted(words(part)) : part.textContent.trim())).join('\n\n') : content.textContent.trim());
    return [...document.querySelectorAll('.h-entry')].slice(0, 500).map((entry) => {
      const mark = entry.querySelector('.u-bookmark-of');
      const content = entry.querySelector('.e-content');
      return {
        url: mark?.href || mark?.querySelector('a')?.href || '', title: textOf(entry, '.p-name').slice(0, 5000),
        description: content ? words(content).slice(0, 5000) : '', author: textOf(entry, '.p-author').slice(0, 100),
        tags: [...entry.querySelectorAll('.p-category')].map((tag) => tag.textContent.trim()).filter((tag) => tag && !/\s/.test(tag)).slice(0, 100),
      };
    }).filter(({ url }) => /^(https?|ftp):/.test(url));
  }
}

/** A text without halves of characters and without NULs, which no field shows. */
function wellFormed(text) {
  return (text.toWellFormed?.() ?? text).replaceAll('\0', '');
}

/** A selection as a quotation. */
export function quotation(text) {
  return text.trim().split(/\r\n?|\n/).map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Opens one of our pages in a new tab; the popup has done its work. */
export async function openOwn(name) {
  await browser.tabs.create({ url: browser.runtime.getURL(name) });
  leave();
}

/** Closes the popup, or the tab or window that the form was given. */
export async function leave() {
  const tab = standing.given ? await browser.tabs.getCurrent() : undefined;
  if (tab) await browser.tabs.remove(tab.id);
  else close();
}
