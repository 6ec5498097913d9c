/** What the popup knows of the page it stands on. */
import { browser } from './browser.js';

/** The form's fields as given in the popup's own address, or null. */
export function fromAddress() {
  const given = new URLSearchParams(location.search);
  if (!given.has('url')) return null;
  return {
    url: given.get('url'), title: given.get('title') ?? '', selection: given.get('selection') ?? '',
    description: '', keywords: [], incognito: false, tabId: undefined,
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
