/** The context menus: each opens the form, filled with what was pressed on. */
import { browser, isFirefox } from './browser.js';
import { formAddress } from './page.js';

const PAGES = ['http://*/*', 'https://*/*'];
const MENUS = [
  { id: 'page', title: 'Save this page in Pinfold', contexts: ['page'], documentUrlPatterns: PAGES },
  { id: 'link', title: 'Save this link in Pinfold', contexts: ['link'], targetUrlPatterns: PAGES },
  { id: 'selection', title: 'Save this page with the selection in Pinfold', contexts: ['selection'], documentUrlPatterns: PAGES },
];

/** Adds our menus. Those of an earlier version go, so none stands there twice. */
export async function addMenus() {
  if (!browser.contextMenus) return;
  await browser.contextMenus.removeAll();
  for (const menu of MENUS) browser.contextMenus.create(menu, () => void browser.runtime.lastError);
}

/** Opens the form for what was pressed on. */
export async function menuChosen(info, tab) {
  const fields = { url: tab?.url ?? info.pageUrl, title: tab?.title };
  if (info.menuItemId === 'link') Object.assign(fields, { url: info.linkUrl, title: info.linkText?.trim() });
  if (info.menuItemId === 'selection') fields.selection = tab ? await selectionOf(info, tab) : info.selectionText;
  openForm(await formAddress(fields, tab?.incognito));
}

const TRIES = 6; // a loaded Chromium lets us read the page a moment after the menu was pressed
const BETWEEN = 50; // ms

/** The selection with its paragraphs, which the menu's own text has lost. */
async function selectionOf({ selectionText, frameId = 0 }, tab) {
  const target = { tabId: tab.id, frameIds: [frameId] };
  for (let n = 0; n < TRIES; n++) {
    const answers = await browser.scripting.executeScript({ target, func: () => String(getSelection()) }).catch(() => []);
    const text = answers[0]?.result?.trim();
    if (text) return text;
    await new Promise((go) => setTimeout(go, BETWEEN));
  }
  return selectionText; // a page that may not be read, such as a PDF
}

/** Opens the form in a small window of its own, or in a tab where there are no windows. */
function openForm(url) {
  if (!browser.windows?.create) return browser.tabs.create({ url });
  const form = { url, type: 'popup', width: 420, height: 620 };
  // Only Firefox knows this word, and needs it for the form to close itself.
  if (isFirefox) form.allowScriptsToClose = true;
  return browser.windows.create(form);
}
