/**
 * Drafts: what was typed into the form, per address, from the first key. In a
 * private window they live for the session only.
 */
import { browser } from './browser.js';

const KEEP = 7 * 86_400_000; // ms
const area = (incognito) => (incognito ? browser.storage.session : browser.storage.local);
const keyOf = (url) => `draft ${url}`;

/** Reads the draft for an address; drafts that are too old are gone. */
export async function readDraft(url, incognito) {
  const key = keyOf(url);
  const draft = (await area(incognito).get(key))[key];
  if (!draft) return null;
  if (Date.now() - draft.time < KEEP) return draft;
  await dropDraft(url, incognito);
  return null;
}

/** Keeps the touched fields. */
export function keepDraft(url, incognito, fields) {
  return area(incognito).set({ [keyOf(url)]: { fields, time: Date.now() } });
}

/** Forgets the draft of an address. */
export function dropDraft(url, incognito) {
  return area(incognito).remove(keyOf(url));
}
