/**
 * Snapshots: everything in the library as it was, in files of the browser's own
 * beside the database, which they outlive. They are no backup: what removes
 * the extension removes them.
 */
import { stats } from './api.js';
import { canceled, exportFile } from './client.js';
import { dayOf, plural } from './dom.js';
import { sameBytes } from './samebytes.js';
import { scratchName } from './scratch.js';
import { fileName, root, snapshots } from './shelf.js';
import { spare } from './thinning.js';

const MINUTE = 60_000; // ms
const EVERY = 30 * MINUTE; // between two that are made by themselves
const PATIENCE = 10_000; // ms to wait for a page that is making one; it may be frozen

/** So many bookmarks changed at once are many: what was before is kept. */
export const MANY = 50;

const WHY = {
  time: 'made by itself', import: 'before an import', bulk: 'before many were changed', repair: 'before a repair', person: 'made by you',
};

/** A snapshot as a file to import or to save. */
export async function openSnapshot({ name, time }) {
  const file = await (await (await root()).getFileHandle(name)).getFile();
  return new File([file], `pinfold-${new Date(time).toISOString().slice(0, 16).replace(':', '.')}.jsonl.gz`, { type: 'application/gzip' });
}

/** "25 nov 2026, 14:03, 14,012 bookmarks" */
export function told({ time, bookmarks }) {
  const at = new Date(time);
  return `${dayOf(time)} ${at.getFullYear()}, ${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}, ${plural(bookmarks, 'bookmark')}`;
}

/** Why it was made. */
export const whyMade = ({ reason }) => WHY[reason] ?? '';

async function thin(directory) {
  for (const { name } of spare(await snapshots())) await directory.removeEntry(name).catch(() => {}); // one that is being read
}

/** Writes it whole or not at all, and reads it back: it has its name only then, whatever ends this page meanwhile. */
async function write(directory, name, blob, signal) {
  const draft = scratchName('unfinished');
  const handle = await directory.getFileHandle(draft, { create: true });
  try {
    await blob.stream().pipeThrough(new CompressionStream('gzip')).pipeTo(await handle.createWritable(), { signal });
    const back = (await handle.getFile()).stream().pipeThrough(new DecompressionStream('gzip'));
    if (!await sameBytes(blob.stream(), back)) throw new Error('read back, it was not what was written');
    await handle.move(directory, name); // without the folder, earlier Chromiums ask for a permission that is not there to give
  } catch (error) {
    await directory.removeEntry(draft).catch(() => {}); // what stays is swept
    throw error;
  }
}

/**
 * Makes one, unless there is one of this state or nothing to keep.
 * @param {'time'|'import'|'bulk'|'repair'|'person'} reason
 * @param {{signal?: AbortSignal, onEvent?: (event: {done: number, total: number}) => void}} [options]
 * @returns {Promise<object | null>} that of this state; null if there is nothing to keep. Rejects with a sentence, and as canceled whenever it was
 */
export async function takeSnapshot(reason, options) {
  const signal = options?.signal;
  const work = [inTurn(() => make(reason, options), signal)];
  if (signal) work.push(new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }))); // a disk that hangs hears no cancel
  try {
    return await Promise.race(work);
  } catch (error) {
    throw signal?.aborted ? canceled() : error;
  }
}

/** Does it when no other page does; but for one that is frozen nobody waits. */
async function inTurn(work, signal) {
  const patience = AbortSignal.timeout(PATIENCE);
  let begun = false;
  const mine = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request('snapshot', { signal: signal ? AbortSignal.any([patience, signal]) : patience }, mine);
  } catch (error) {
    if (begun || signal?.aborted) throw error;
    return work(); // two at once cost time and do no harm
  }
}

async function make(reason, options) {
  const { bookmarks, trashed, generation, library } = await stats();
  if (!bookmarks && !trashed) return null;
  const same = (await snapshots()).find((one) => one.generation === generation && one.library === library.slice(0, 8));
  if (same) return same;
  const directory = await root();
  const { blob, discard } = await exportFile('pinfold', {}, options);
  const made = { time: Date.now(), generation, bookmarks, library: library.slice(0, 8), reason };
  const name = fileName(made);
  await write(directory, name, blob, options?.signal).finally(discard);
  await thin(directory);
  return { ...made, name };
}

/** Makes one if the newest is half an hour old and something has changed since. */
export async function snapshotInTime(reason = 'time') {
  const [newest] = await snapshots();
  if (newest && Math.abs(Date.now() - newest.time) < EVERY) return newest;
  return takeSnapshot(reason);
}

const notMade = (error) => console.warn(`Pinfold: no snapshot was made (${error.message})`);

/**
 * Makes one before a change of so many bookmarks, if the newest is half an hour
 * old. The change is made all the same where that fails.
 * @param {number} bookmarks that are about to change
 * @param {(sentence: string) => void} say what takes so long
 */
export async function beforeMany(bookmarks, say) {
  if (bookmarks <= MANY) return;
  say('Keeping a snapshot of the library as it is …');
  await snapshotInTime('bulk').catch(notMade);
  say(`Changing ${plural(bookmarks, 'bookmark')} …`);
}

/** Makes one every half hour while this page is in view and something has changed. */
export function snapshotsInTime() {
  const now = () => document.visibilityState === 'visible' && snapshotInTime().catch(notMade);
  setTimeout(now, MINUTE / 4);
  setInterval(now, EVERY);
}
