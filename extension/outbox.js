/**
 * The save that is under way, kept beside the drafts until it is answered: the
 * popup may close and the background be stopped before. Whoever starts next
 * sends it again, and its op makes that the same save. There is one place for
 * it: a save that a later one drives out stays a draft.
 */
import { browser } from './browser.js';

const KEY = 'sending';
const KEEP = 7 * 86_400_000; // ms, as long as drafts are kept
const PASSING = new Set(['full', 'closed', 'unheard']); // what another try may mend

/**
 * Keeps a save until it is answered.
 * @param {string} draft the name of the draft that it fulfils
 * @param {object} params of the method save, with its op
 */
export function keepSent(area, draft, params) {
  area.set({ [KEY]: { draft, params, time: Date.now() } }).catch(() => {});
}

/** The save that is kept, or undefined. */
async function kept(area) {
  const sent = (await area.get(KEY))[KEY];
  return sent && Date.now() - sent.time < KEEP ? sent : undefined;
}

/** The save that was sent for a draft and not answered. */
export async function sentFor(area, draft) {
  const sent = await kept(area);
  return sent?.draft === draft ? sent : undefined;
}

/** Forgets the save, of that op where one is given: it failed, and the person has been told or will see the draft. */
export async function forgetSent(area, op) {
  const kept = op && (await area.get(KEY))[KEY];
  if (!op || kept?.params.op === op) await area.remove(KEY); // there may be another by now
}

/** Where the tags lie that a draft's bookmark got from a save of before. */
export const savedTags = (draft) => `${draft} saved`;

/**
 * Forgets a save that is done, and the draft that it has fulfilled: unless the
 * person was told that it failed, and typed on. Then a tag of that save which the
 * draft lacks was taken out; the draft itself is the form's to write.
 * @returns {Promise<boolean>} whether there is a later draft
 */
export async function fulfil(area, { draft, params, time }) {
  const now = await area.get([KEY, draft]);
  const later = now[draft]?.time > time;
  if (later) await area.set({ [savedTags(draft)]: { tags: params.bookmark.tags ?? [], time: Date.now() } });
  const done = now[KEY]?.params.op === params.op ? [KEY] : []; // there may be another by now
  await area.remove(later ? done : [...done, draft, savedTags(draft)]);
  return later;
}

/** Forgets the save of that op, which is done. */
export async function settle(op) {
  for (const area of [browser.storage.local, browser.storage.session]) {
    const sent = await kept(area);
    if (sent?.params.op === op) await fulfil(area, sent);
  }
}

/**
 * Sends what was kept by a popup that has closed before its answer.
 * @param {(method: string, params: object) => Promise<any>} call
 */
export async function deliver(call) {
  for (const area of [browser.storage.local, browser.storage.session]) {
    const sent = await kept(area);
    if (sent) await call('save', sent.params).catch((error) => PASSING.has(error?.code) || forgetSent(area, sent.params.op));
  }
}
