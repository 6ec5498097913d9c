/**
 * A new log for the browser's databases. Chromium keeps them in a LevelDB and
 * writes on in the log that it finds. If the last record there was cut off, by a
 * kill, a power cut or a full disk, whatever is appended makes the log
 * unreadable: at one of the next starts Chromium takes the databases for corrupt
 * and deletes all of them. Deleting a database compacts them: what is in the log
 * is put into tables, and the log ends. So an empty one is made and deleted, once
 * after each start of the browser and after each write that found no room. It
 * never touches the library.
 */
import { browser, isFirefox } from './browser.js';

const DATABASE = 'pinfold-log'; // is there for a moment only
const KEY = 'freshlog';
const ROOM = 32 << 20; // bytes that must be free, so that this is not what fills the disk: a log has up to 4 MB

const settled = (request) => new Promise((go, fail) => {
  request.onsuccess = () => go(request.result);
  request.onerror = () => fail(request.error);
});

let running; // promise of the one that is under way

/** Begins a new log unless this start of the browser has one. It never fails: what could not be done is done at the next call. */
export function freshLog() {
  running ??= begin().catch(() => {}).finally(() => { running = undefined; });
  return running;
}

/** Remembers that a write was cut off, so that the next call begins a new log. */
export const cutOff = () => (isFirefox ? undefined : browser.storage.session.remove(KEY));

async function begin() {
  if (isFirefox || (await browser.storage.session.get(KEY))[KEY]) return;
  const { quota, usage } = await navigator.storage.estimate();
  if (quota - usage < ROOM) return;
  await browser.storage.session.set({ [KEY]: true }); // first, so that a write cut off meanwhile counts
  try {
    await endLog();
  } catch (error) {
    await cutOff();
    throw error;
  }
}

async function endLog() {
  (await settled(indexedDB.open(DATABASE))).close();
  await settled(indexedDB.deleteDatabase(DATABASE));
}
