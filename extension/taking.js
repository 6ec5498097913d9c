/** What takes the list, or the selected of it, elsewhere: the clipboard or a file. */
import { chosen, search } from './api.js';
import { browser } from './browser.js';
import { copyAll } from './copy.js';
import { disclosure } from './disclosure.js';
import { byId, countText, plural } from './dom.js';
import { hand } from './handing.js';

const MOST = 1000; // on the clipboard; more is a file

/**
 * @param {{selected: object, question: () => object, usual: () => object, undo: {say: Function}, failed: (error: Error, again: () => void) => void}} page
 */
export function taking({ selected, question, usual, undo, failed }) {
  const button = byId('copy');
  const panel = byId('copy-panel');
  const { hide } = disclosure(button, panel, { shown: () => panel.querySelector('button').focus() });

  /** The selected, else the first of what the query finds. */
  async function wanted() {
    const ids = selected.ids();
    if (ids.length) return { list: await chosen(ids.slice(0, MOST)), count: ids.length };
    await question().closed();
    const { query, count } = await question().everything();
    const { bookmarks } = await search({ query, limit: MOST, usual: usual() });
    return { list: bookmarks, count };
  }

  async function copy(way) {
    try {
      const { list, count } = await wanted();
      if (list.length) await copyAll(list, way);
      hide(true);
      undo.say(sentence(list.length, count));
    } catch (error) {
      failed(error, () => copy(way));
    }
  }

  function sentence(n, count) {
    if (!n) return 'There is nothing here to copy.';
    if (n === count) return `Copied ${plural(n, 'bookmark')}.`;
    return `Copied the first ${countText(n)} of ${plural(count, 'bookmark')}. Export takes them all.`;
  }

  panel.addEventListener('click', (event) => {
    const way = event.target.closest('button')?.value;
    if (way) copy(way);
  });
  /** The options page takes the selected to a file, else what the query finds. */
  async function toFile() {
    try {
      const ids = selected.ids();
      const which = ids.length ? `chosen=${await hand(ids)}` : `q=${encodeURIComponent(byId('search').value.trim())}`;
      await browser.tabs.create({ url: browser.runtime.getURL(`options.html?${which}#export`) });
    } catch (error) {
      failed(error, toFile);
    }
  }

  byId('export').addEventListener('click', toFile);
}
