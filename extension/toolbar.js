/** The toolbar's button: what it says of the page in front. */
import { browser } from './browser.js';
import { isSaved } from './hints.js';
import { seesAddresses } from './tables.js';

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
export async function markTab({ id, url }) {
  if (!url || !(await seesAddresses())) return;
  const saved = await isSaved(url);
  await sign(id, saved ? '•' : '', saved ? 'Saved in Pinfold: open to edit' : 'Save this page');
}

/** Marks the tab in front of every window. */
export async function markFront() {
  if (!(await seesAddresses())) return;
  for (const tab of await browser.tabs.query({ active: true })) markTab(tab);
}
