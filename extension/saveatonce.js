/** The command that saves a page without the form. */
import { browser } from './browser.js';
import { call } from './host.js';
import { sign } from './toolbar.js';

async function tabInFront() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

/**
 * Saves the page of a tab, by default the one in front, and says so on the
 * toolbar's button. What is saved already keeps all its fields. In a private
 * window nothing is saved but by the form's own button.
 */
export async function saveAtOnce(given) {
  const tab = given ?? (await tabInFront());
  if (tab.incognito) {
    sign(tab.id, '!', 'Not saved: this is a private window. Press this button to save the page by hand.');
    return;
  }
  try {
    const title = await keep(tab);
    if (await shows(tab)) sign(tab.id, '✓', title);
  } catch (error) {
    sign(tab.id, '!', `Not saved. ${error?.message ?? 'Press this button to save the page by hand.'}`);
  }
}

const bare = (address) => address?.split('#')[0];

/** Whether the tab still shows the page: while the engine started it may have gone on to one that is not saved. */
const shows = ({ id, url }) => browser.tabs.get(id).then((now) => bare(now.url) === bare(url), () => false);

/** Keeps a page, out of the trash if it rests there, and says what was done. */
async function keep({ url = '', title }) {
  const op = crypto.randomUUID();
  const { exact, trashed } = await call('byUrl', { url });
  if (trashed && !exact) {
    await call('restore', { ids: [trashed.id], op });
    return 'Back from the trash: open to edit';
  }
  const { existed } = await call('save', { bookmark: { url, title }, touched: [], op });
  return existed ? 'Saved in Pinfold before: open to edit' : 'Saved in Pinfold: open to edit';
}
