/** The toolbar's button: what it says of the page in front. */
import { browser } from './browser.js';
import { isSaved } from './hints.js';
import { seesAddresses } from './tables.js';

const UNMARKED = 'Save this page';
const ACCENT = '#8a3b12'; // as in theme.css, which no badge can read

/** Gives the badge our colours. */
export function paintBadge() {
  browser.action.setBadgeBackgroundColor?.({ color: ACCENT });
  browser.action.setBadgeTextColor?.({ color: '#ffffff' });
}

/** Shows a sign on the button until the tab goes elsewhere. */
export async function sign(tabId, text, title) {
  try {
    await Promise.all([browser.action.setBadgeText({ tabId, text }), browser.action.setTitle({ tabId, title })]);
  } catch {
    // the tab has been closed meanwhile
  }
}

/** Marks a tab as saved, or not, if we may see its address. */
async function markTab({ id, url }) {
  if (!url || !(await seesAddresses())) return;
  const saved = await isSaved(url);
  await sign(id, saved ? '•' : '', saved ? 'Saved in Pinfold: open to edit' : UNMARKED);
}

/** Takes the marks away, which would stay until each tab goes elsewhere. */
export async function unmarkAll() {
  for (const { id } of await browser.tabs.query({})) sign(id, '', UNMARKED);
}

/** Marks the tab in front of every window. */
export async function markFront() {
  if (!(await seesAddresses())) return;
  for (const tab of await browser.tabs.query({ active: true })) markTab(tab);
}

function updated(id, change, tab) {
  if (change.url || change.status === 'complete') markTab(tab);
}

/**
 * Marks tabs as they change. The listeners are there in the first tick, for the
 * event that woke the background, and go if we may not see addresses: left in
 * place, every page that anybody opens would wake it for nothing. Firefox
 * wakes it all the same: it keeps for the next start what has been removed
 * (https://bugzilla.mozilla.org/show_bug.cgi?id=1899767).
 */
export async function watchTabs() {
  listen('addListener');
  listen((await seesAddresses()) ? 'addListener' : 'removeListener'); // anew: another look may have ended it meanwhile
}

function listen(how) {
  browser.tabs.onUpdated[how](updated);
  browser.tabs.onActivated[how](markFront);
}
