/**
 * Which snapshots there are. A file's name says all that is known of it, so
 * that nothing else has to be whole for it to be found.
 */
import { within } from './limit.js';

const PATIENCE = 10_000; // ms, after which a list is asked for anew: Firefox has been seen not to answer
const FORM = /^snapshot-(\d+)-(\d+)-(\d+)-([0-9a-f]{8})-([a-z]+)\.jsonl\.gz$/;

/** The folder of the browser's own in which they lie. */
export const root = () => navigator.storage.getDirectory();

/** What a file is by its name; null if it is no snapshot. */
function parsed(name) {
  const found = FORM.exec(name);
  if (!found) return null;
  const [, time, generation, bookmarks, library, reason] = found;
  return { name, time: Number(time), generation: Number(generation), bookmarks: Number(bookmarks), library, reason };
}

const LOCK = 'snapshot is read: ';

/** Has nobody remove a snapshot for as long as this page is there: what is to be read may be read an hour later, or twice. */
export const hold = (name) => new Promise((held) => {
  navigator.locks.request(LOCK + name, { mode: 'shared' }, () => {
    held();
    return new Promise(() => {});
  }).catch(held);
});

/** The names of the snapshots that a page, any page, holds. */
export async function heldNames() {
  const { held } = await navigator.locks.query();
  return new Set(held.filter(({ name }) => name.startsWith(LOCK)).map(({ name }) => name.slice(LOCK.length)));
}

/** How many bytes a file has; 0 if another page has just removed it. */
const sizeOf = (handle) => handle.getFile().then(({ size }) => size, () => 0);

/** Puts one into a list, newest first. */
function insert(list, one) {
  const at = list.findIndex((other) => other.time < one.time);
  list.splice(at < 0 ? list.length : at, 0, one);
  return list;
}

async function listed() {
  const list = [];
  try {
    for await (const [name, handle] of (await root()).entries()) {
      const one = parsed(name);
      const bytes = one && await sizeOf(handle);
      if (bytes) insert(list, { ...one, bytes }); // an empty one is what an earlier version was cut off at
    }
  } catch {
    // a private window has no such files
  }
  return list;
}

/** What snapshots answers where the browser does not tell. */
export const UNTOLD = [];

/**
 * @returns {Promise<{name: string, time: number, generation: number, bookmarks: number, library: string, reason: string, bytes: number}[]>}
 *   newest first; none where the browser has no such files; UNTOLD where it does not tell
 */
export async function snapshots() {
  return await within(PATIENCE, listed()) ?? within(PATIENCE, listed(), UNTOLD);
}

/** What a snapshot's name has of the library's. */
export const shortened = (library) => library.slice(0, 8);

/** Whether a snapshot is of the library as it is now. */
export const isOf = (one, { generation, library }) => one.generation === generation && one.library === shortened(library);

/** The name of a snapshot's file. */
export const fileName = ({ time, generation, bookmarks, library, reason }) => `snapshot-${time}-${generation}-${bookmarks}-${library}-${reason}.jsonl.gz`;
