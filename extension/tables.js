/**
 * The tables that the engine writes to storage.local, for pages and the
 * toolbar to use while it is down: the tags, and, once the person has allowed
 * Pinfold to see addresses, which are saved.
 */
import { browser } from './browser.js';
import { forgetMarks } from './hints.js';
import { toRemember } from './remembered.js';

const SEES = { permissions: ['tabs'] };

const listeners = new Set();

/** Calls listener after the tables have changed. */
export function onTables(listener) {
  listeners.add(listener);
}

/** Whether the person has allowed Pinfold to see addresses. */
export const seesAddresses = () => browser.permissions.contains(SEES);

/**
 * Makes the tables anew if they are of another generation.
 * @param {(method: string) => Promise<any>} ask
 */
export async function refreshTables(ask) {
  const marked = await seesAddresses();
  const { generation } = await ask('generation');
  const { tables } = await browser.storage.local.get('tables');
  if (tables?.generation === generation && tables.marked === marked) return;
  const hints = await ask('hints');
  const made = { tables: { generation, marked }, hints, remembered: toRemember(hints) };
  if (marked) made.marks = await ask('marks');
  else await browser.storage.local.remove('marks');
  await browser.storage.local.set(made);
  forgetMarks();
  for (const listener of listeners) listener();
}
