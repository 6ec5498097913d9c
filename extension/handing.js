/** What one page of the extension hands to another that it opens, for as long as the browser runs. */
import { browser } from './browser.js';

const keyOf = (name) => `given ${name}`;

/**
 * Keeps a value for another page.
 * @returns {Promise<string>} the name under which handed has it
 */
export async function hand(value) {
  const name = crypto.randomUUID();
  await browser.storage.session.set({ [keyOf(name)]: value });
  return name;
}

/** The value that was handed over under a name; undefined if the browser has ended since. */
export async function handed(name) {
  return (await browser.storage.session.get(keyOf(name)))[keyOf(name)];
}
