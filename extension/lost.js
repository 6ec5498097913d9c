/**
 * What is shown when the browser's storage has not the library that was here:
 * nothing begins anew before the person has said so, twice.
 */
import { browser } from './browser.js';
import { lastBackup, told } from './backups.js';
import { beginAnew } from './client.js';
import { byId } from './dom.js';
import { confirmed } from './keys.js';

const QUESTION = 'Begin with what the storage has now, and no longer look for the library that was here?';

/**
 * Shows it in place of the list.
 * @param {Error} error what the engine said
 */
export function showLost(error) {
  for (const id of ['found', 'aside', 'all-tags', 'changes', 'welcome']) byId(id).hidden = true;
  byId('lost').hidden = false;
  byId('lost-text').textContent = error.message.replace(/ Open Pinfold’s library page.*$/s, '');
  byId('lost-heading').focus();
  lastBackup().then((last) => {
    byId('lost-backup').textContent = last ? `Your last backup: ${told(last)}.` : '';
    byId('lost-backup').hidden = !last;
  }, () => {}); // then nothing is known of one
}

async function begin() {
  if (!(await confirmed(QUESTION, 'Begin anew'))) return;
  try {
    await beginAnew();
    browser.tabs.create({ url: browser.runtime.getURL('options.html#import') });
    location.reload();
  } catch (error) {
    byId('lost-problem').textContent = `${error.message} Nothing was begun.`;
    byId('lost-problem').hidden = false;
  }
}

/** Wires the buttons. */
export function wireLost() {
  byId('lost-again').addEventListener('click', () => location.reload());
  byId('lost-begin').addEventListener('click', begin);
}
