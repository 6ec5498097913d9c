/** What the popup knows of the page it stands on. */
import { browser } from './browser.js';

const LONG = 2000; // characters that an address may carry; some systems cut longer ones
const LONGEST = 100_000; // characters of a selection

/**
 * The address of the form filled with fields: `popup.html?url=…&title=…`.
 * What is long is handed over in storage.session instead, under the name in
 * the parameter `handed`, and so is everything of a private window, whose
 * addresses belong in no history.
 * @param {{url: string, title?: string, selection?: string}} fields
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

/** The form's fields as given by the popup's own address, or null. */
export async function fromAddress() {
  const params = new URLSearchParams(location.search);
  const key = `handed ${params.get('handed')}`;
  const given = params.has('handed') ? (await browser.storage.session.get(key))[key] : Object.fromEntries(params);
  if (!given?.url) return null;
  return {
    url: given.url, title: given.title ?? '', selection: given.selection ?? '',
    description: '', keywords: [], incognito: given.incognito === true, tabId: undefined,
  };
}

/** The tab in front: its address and title are known at once. */
export async function fromTab() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return { url: tab?.url ?? '', title: tab?.title ?? '', selection: '', description: '', keywords: [], incognito: tab?.incognito ?? false, tabId: tab?.id };
}

/** What the page itself says: selection, description, keywords. Pages that cannot be read say nothing. */
export async function readTab(tabId) {
  if (tabId === undefined) return {};
  try {
    const [answer] = await browser.scripting.executeScript({ target: { tabId }, func: readDocument });
    return answer?.result ?? {};
  } catch {
    return {};
  }
}

/** Runs in the page. */
function readDocument() {
  const meta = (...names) => {
    for (const name of names) {
      const found = document.querySelector(`meta[name="${name}" i], meta[property="${name}" i]`)?.content?.trim();
      if (found) return found.slice(0, 5000);
    }
    return '';
  };
  return {
    selection: String(getSelection() ?? '').trim().slice(0, 100_000),
    description: meta('description', 'og:description', 'twitter:description'),
    keywords: meta('keywords').split(',').map((word) => word.trim()).filter(Boolean).slice(0, 100),
  };
}

/** A selection as a quotation. */
export function quotation(text) {
  return text.trim().split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
}
