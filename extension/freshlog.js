/**
 * A new log for the browser's databases. Chromium keeps them in a LevelDB and
 * writes on in the log that it finds. If the last record there was cut off, by a
 * kill, a power cut or a full disk, whatever is appended makes the log
 * unreadable: at one of the next starts Chromium takes the databases for corrupt
 * and deletes all of them. Deleting a database has them compacted: what is in the
 * log is put into tables, and the log ends. So an empty one is made and deleted,
 * once after each start of the browser and after each write that may have been
 * cut off. It never touches the library.
 */
import { browser, isFirefox } from './browser.js';

const DATABASE = 'pinfold-log'; // is there for a moment only
const KEY = 'freshlog'; // 'begun', then 'done'; nothing if a write was cut off since
const ROOM = 32 << 20; // bytes that must be free: compacting writes tables anew, and without room cuts off more

const settled = (request) => new Promise((go, fail) => {
  request.onsuccess = () => go(request.result);
  request.onerror = () => fail(request.error);
});

const state = async () => (await browser.storage.session.get(KEY))[KEY];

let running; // promise of the one that is under way

/** Begins a new log unless this start of the browser has one. It never fails: what could not be done is done at the next call. */
export function freshLog() {
  running ??= begin().catch(() => {}).finally(() => { running = undefined; });
  return running;
}

/** Remembers that a write may have been cut off, if it failed for want of room or of its database. */
export function writeFailed(error) {
  if (error?.code === 'full' || error?.code === 'closed') writeWasCut();
}

/** Remembers that a write may have been cut off, so that the next call begins a new log. */
export async function writeWasCut() {
  if (!isFirefox) await browser.storage?.session.remove(KEY).catch(() => {}); // who makes a snapshot without a window has no storage, and writes to no database
}

async function begin() {
  if (isFirefox || (await state()) === 'done') return;
  const { quota, usage } = await navigator.storage.estimate();
  if (quota - usage < ROOM) return;
  await browser.storage.session.set({ [KEY]: 'begun' });
  await endLog();
  if ((await state()) === 'begun') await browser.storage.session.set({ [KEY]: 'done' });
}

async function endLog() {
  (await settled(indexedDB.open(DATABASE))).close();
  await settled(indexedDB.deleteDatabase(DATABASE));
}
