/**
 * Puts snapshots on the shelf: everything in the library as it was, in files of
 * the browser's own beside the database, which they outlive. They are no backup:
 * what removes the extension removes them.
 */
import { canceled, exportFile } from './jobs.js';
import { vigil } from './limit.js';
import { sameBytes } from './samebytes.js';
import { scratchName, sweep } from './scratch.js';
import { fileName, heldNames, isOf, root, shortened, snapshots } from './shelf.js';
import { spare } from './thinning.js';

/** So long after the newest, in ms, another is made by itself. */
export const EVERY = 30 * 60_000;

const PATIENCE = 10_000; // ms to wait for who is making one; it may be frozen
const SILENT = 'the browser’s disk has not answered for a minute';

/** Removes what is no longer kept, but never the one that was just made, nor one that a page is to read. */
async function thin(directory, made) {
  const held = await heldNames();
  const old = spare(await snapshots()).filter(({ name }) => name !== made && !held.has(name));
  for (const { name } of old) await directory.removeEntry(name).catch(() => {}); // another page may have removed it
}

/** Writes it whole or not at all, and reads it back: it has its name only then, whatever ends this page meanwhile. */
async function write(directory, name, blob, { signal, heard }) {
  const counted = () => new TransformStream({
    transform(chunk, to) {
      heard();
      to.enqueue(chunk);
    },
  });
  const draft = scratchName('unfinished');
  const handle = await directory.getFileHandle(draft, { create: true });
  try {
    await blob.stream().pipeThrough(counted()).pipeThrough(new CompressionStream('gzip')).pipeTo(await handle.createWritable(), { signal });
    const back = (await handle.getFile()).stream().pipeThrough(new DecompressionStream('gzip'));
    if (!await sameBytes(blob.stream().pipeThrough(counted()), back)) throw new Error('read back, it was not what was written');
    await handle.move(directory, name); // without the folder, earlier Chromiums ask for a permission that is not there to give
  } catch (error) {
    await directory.removeEntry(draft).catch(() => {}); // what stays is swept
    throw error;
  }
}

/**
 * Makes one, unless there is one of this state or nothing to keep.
 * @param {'time'|'import'|'bulk'|'repair'|'person'} reason
 * @param {() => Promise<{bookmarks: number, trashed: number, generation: number, library: string}>} stats of the library now
 * @param {{signal?: AbortSignal, onEvent?: (event: {done: number, total: number}) => void, known?: object}} [options] known: as for a job
 * @returns {Promise<object | null>} that of this state; null if there is nothing to keep. Rejects with a sentence, also where it stands still, and as
 *   canceled whenever it was
 */
export async function shelve(reason, stats, options) {
  const asked = options?.signal;
  const watch = vigil(SILENT);
  const signal = AbortSignal.any([watch.signal, ...asked ? [asked] : []]);
  const onEvent = (event) => {
    watch.heard();
    options?.onEvent?.(event);
  };
  const work = () => Promise.race([make(reason, stats, { ...options, signal, onEvent, heard: watch.heard }), aborted(signal)]);
  try {
    return await inTurn(work, signal);
  } catch (error) {
    if (asked?.aborted) throw canceled();
    throw watch.signal.aborted ? watch.signal.reason : error;
  } finally {
    watch.end();
  }
}

/** Rejects when a signal aborts: a disk that hangs hears nothing of it. */
const aborted = (signal) => new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason), { once: true }); });

/** Does it when nobody else does; but for one that is frozen nobody waits. */
async function inTurn(work, signal) {
  const patience = AbortSignal.timeout(PATIENCE);
  let begun = false;
  const mine = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request('snapshot', { signal: AbortSignal.any([patience, signal]) }, mine);
  } catch (error) {
    if (begun || signal.aborted) throw error;
    return work(); // two at once cost time and do no harm
  }
}

/** Whether there is nothing to keep. */
export const isEmpty = ({ bookmarks, trashed }) => !bookmarks && !trashed;

async function make(reason, stats, options) {
  const now = await stats();
  if (isEmpty(now)) return null;
  const same = (await snapshots()).find((one) => isOf(one, now));
  if (same) return same;
  const directory = await root();
  await sweep().catch(() => {}); // nobody may have opened a page since another was cut off
  const { blob, discard } = await exportFile('pinfold', {}, options);
  const { generation, bookmarks, library } = now;
  const made = { time: Date.now(), generation, bookmarks, library: shortened(library), reason };
  const name = fileName(made);
  await write(directory, name, blob, options).finally(discard);
  await thin(directory, name);
  return { ...made, name };
}

/** Makes one, as shelve does, if the newest is half an hour old. */
export async function shelveInTime(reason, stats) {
  const [newest] = await snapshots();
  return newest && Math.abs(Date.now() - newest.time) < EVERY ? newest : shelve(reason, stats);
}
