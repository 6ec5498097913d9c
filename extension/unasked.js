/**
 * Snapshots that nobody asks for. While the background is at rest one is made
 * if the library has changed since the newest, half an hour after that at the
 * earliest: an alarm wakes the background for it. So whoever only ever saves has
 * them too.
 */
import { stayAwake } from './awake.js';
import { browser, isFirefox } from './browser.js';
import { remembered } from './remembered.js';
import { isOf, snapshots } from './shelf.js';
import { EVERY, isEmpty, shelve } from './shelving.js';

const NAME = 'snapshot'; // of the alarm, and of when the last one was tried, in ms

/**
 * Makes one if it is time, or has the background woken when it is.
 * @param {(method: string) => Promise<any>} ask the engine, as nobody's call; it is not started in vain
 */
export async function snapshotUnasked(ask) {
  const list = await snapshots();
  const isKept = (state) => list.some((one) => isOf(one, state));
  const known = await remembered();
  if (known && isKept(known)) {
    await browser.alarms.clear(NAME);
    return;
  }
  const when = await nextTime(list);
  if (Date.now() < when) {
    await browser.alarms.create(NAME, { when });
    return;
  }
  const stats = await ask('stats');
  if (isEmpty(stats) || isKept(stats)) return;
  const now = Date.now();
  await browser.storage.session.set({ [NAME]: now });
  await browser.alarms.create(NAME, { when: now + EVERY }); // it may fail, or be cut off
  if (isFirefox) await here(ask);
  else await inADocument(known);
}

/** Half an hour after the newest, or the last try; not after what lies ahead: the clock may have been wrong. */
async function nextTime(list) {
  const { [NAME]: tried = 0 } = await browser.storage.session.get(NAME);
  return Math.max(0, ...[tried, ...list.map(({ time }) => time)].filter((time) => time <= Date.now())) + EVERY;
}

/** Calls when the alarm rings. */
export function onSnapshotTime(act) {
  browser.alarms.onAlarm.addListener(({ name }) => name === NAME && act());
}

/** The event page of Firefox is a page. */
async function here(ask) {
  const rests = stayAwake();
  try {
    await shelve('time', () => ask('stats'));
  } finally {
    rests();
  }
}

/** A service worker can start no Worker, so Chromium has a page without a window do it. That one has no storage to ask what is remembered. */
async function inADocument(known) {
  await browser.offscreen.closeDocument().catch(() => {}); // one that stands still
  const url = `offscreen.html?${new URLSearchParams({ known: JSON.stringify(known) })}`;
  await browser.offscreen.createDocument({ url, reasons: ['WORKERS'], justification: 'A snapshot of the library is written by a worker.' });
}
