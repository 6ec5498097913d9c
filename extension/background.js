/**
 * The background: the host of the engine, and what the browser offers outside
 * pages. Every listener is registered in the first tick, or an event that
 * woke the worker is lost.
 */
import { browser } from './browser.js';
import { attach, call, refreshTablesNow } from './host.js';
import { isSaved } from './hints.js';

const LIBRARY = 'library.html';

browser.runtime.onConnect.addListener(attach);

browser.runtime.onInstalled.addListener(({ reason }) => {
  browser.contextMenus.removeAll(addMenus);
  if (reason === 'install') openLibrary('#welcome');
});

function addMenus() {
  browser.contextMenus.create({ id: 'page', title: 'Save this page in Pinfold', contexts: ['page'] });
  browser.contextMenus.create({ id: 'link', title: 'Save this link in Pinfold', contexts: ['link'] });
  browser.contextMenus.create({ id: 'selection', title: 'Save this page with the selection in Pinfold', contexts: ['selection'] });
}

browser.contextMenus.onClicked.addListener((info, tab) => {
  const form = {
    page: () => ({ url: tab.url, title: tab.title }),
    link: () => ({ url: info.linkUrl, title: info.linkText ?? '' }),
    selection: () => ({ url: tab.url, title: tab.title, selection: info.selectionText }),
  }[info.menuItemId];
  if (form) openForm(form());
});

/** Opens the form in a small window of its own. */
function openForm(fields) {
  const page = `popup.html?${new URLSearchParams(Object.entries(fields).filter(([, value]) => value))}`;
  browser.windows.create({ url: browser.runtime.getURL(page), type: 'popup', width: 420, height: 600 });
}

browser.commands.onCommand.addListener(async (command, tab) => {
  if (command === 'open-library') openLibrary('');
  if (command === 'save-page') saveAtOnce(tab ?? (await currentTab()));
});

async function currentTab() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

function openLibrary(hash) {
  browser.tabs.create({ url: browser.runtime.getURL(LIBRARY) + hash });
}

/** Saves a page without the form and says so on the toolbar button. */
async function saveAtOnce(tab) {
  try {
    await call('save', { bookmark: { url: tab.url, title: tab.title }, touched: [], op: crypto.randomUUID() });
    flash(tab.id, '✓', 'Saved in Pinfold');
    mark(tab.id, tab.url);
  } catch (error) {
    flash(tab.id, '!', error.message ?? 'Not saved');
  }
}

/** Shows a sign on the button until the tab goes elsewhere. */
function flash(tabId, text, title) {
  browser.action.setBadgeText({ tabId, text });
  browser.action.setTitle({ tabId, title });
}

const escapeXml = (text) => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

browser.omnibox.onInputChanged.addListener(async (text, suggest) => {
  const { bookmarks } = await call('search', { query: text, limit: 6, typing: true });
  const plain = globalThis.browser !== undefined; // Firefox shows text, Chromium reads XML
  suggest(bookmarks.map((b) => ({
    content: b.url,
    description: plain ? `${b.title} — ${b.url}` : `${escapeXml(b.title)} <url>${escapeXml(b.url)}</url>`,
  })));
});

browser.omnibox.onInputEntered.addListener((text, disposition) => {
  const url = /^(https?|ftp):\/\//i.test(text) ? text : `${browser.runtime.getURL(LIBRARY)}#q=${encodeURIComponent(text)}`;
  if (disposition === 'currentTab') browser.tabs.update({ url });
  else browser.tabs.create({ url, active: disposition === 'newForegroundTab' });
});

// The mark of saved pages: only with the permission to see addresses, and only
// from the table, so that browsing never starts the engine.
browser.tabs.onUpdated.addListener((tabId, change, tab) => {
  if (change.url ?? (change.status === 'complete' && tab.url)) mark(tabId, tab.url);
});
browser.tabs.onActivated.addListener(async ({ tabId }) => {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  if (tab?.url) mark(tabId, tab.url);
});
browser.permissions.onAdded.addListener(refreshTablesNow);

async function mark(tabId, url) {
  if (!url || !(await browser.permissions.contains({ permissions: ['tabs'] }))) return;
  const saved = await isSaved(url);
  browser.action.setBadgeText({ tabId, text: saved ? '•' : '' }).catch?.(() => {});
  browser.action.setTitle({ tabId, title: saved ? 'Saved in Pinfold: open to edit' : 'Save this page' }).catch?.(() => {});
}
