/**
 * A file of the browser's own, out of the person's sight, into which an export
 * is written piece by piece, so that nobody holds it in memory. What is
 * downloaded is a copy of it; it is removed a while later. An import keeps in
 * one what it needs until it is done, and a snapshot is one until it is whole.
 */
const KINDS = ['export', 'import', 'unfinished'];
const PIECE = 1 << 20; // bytes
const KEPT = 5 * 60_000; // ms; by then the browser has copied an export, and nobody writes at the others any more

const kindOf = (name) => name.split('-')[0];
const bornAt = (name) => Number(name.split('-')[1]);

/**
 * A name for such a file that says how old it is.
 * @param {'export'|'import'|'unfinished'} kind
 */
export const scratchName = (kind) => `${kind}-${Date.now()}-${crypto.randomUUID()}`;

/** Whether a file is none that is kept: one of the kinds, or what Chromium writes before a file gets its content. */
const passing = (name) => KINDS.includes(kindOf(name)) || name.endsWith('.crswap');

/** Removes what earlier exports, and imports and snapshots that were cut off, have left. */
export async function sweep() {
  const root = await navigator.storage.getDirectory();
  const names = [];
  for await (const name of root.keys()) if (passing(name)) names.push(name);
  const old = names.filter((name) => !(Math.abs(Date.now() - bornAt(name)) < KEPT));
  await Promise.all(old.map((name) => root.removeEntry(name).catch(() => {}))); // one that is still open
}

/** Removes the file of an export that is copied by now; there may be none. */
export async function discard(file) {
  try {
    if (file) await (await navigator.storage.getDirectory()).removeEntry(file.name);
  } catch {
    // what stays is swept
  }
}

/** Sweeps now, and again when what was just written is old. */
export function sweepInTime() {
  const now = () => sweep().catch(() => {}); // without such files there is nothing to sweep
  now();
  setTimeout(now, KEPT + 1000);
}

/**
 * Begins a file. Only a Worker can; where the browser has no such files, in a
 * private window, it rejects.
 * @param {'export'|'import'} kind
 * @returns {Promise<{write: (bytes: Uint8Array) => void, read: (bytes: Uint8Array, at: number) => void, written: () => Iterable<Uint8Array>, clear: () => void, end: () => Promise<File>, drop: () => Promise<void>}>}
 */
export async function scratch(kind) {
  const root = await navigator.storage.getDirectory();
  const name = scratchName(kind);
  const handle = await root.getFileHandle(name, { create: true });
  const file = await handle.createSyncAccessHandle();
  let size = 0;
  return {
    write(bytes) {
      const written = file.write(bytes, { at: size });
      if (written !== bytes.length) throw new DOMException('the disk is full', 'QuotaExceededError');
      size += written;
    },
    read(bytes, at) {
      if (file.read(bytes, { at }) !== bytes.length) throw new DOMException('a part of the file is missing', 'DataError');
    },
    /** Gives back what has been written, piece by piece. */
    *written() {
      for (let at = 0; at < size; at += PIECE) {
        const piece = new Uint8Array(Math.min(PIECE, size - at));
        this.read(piece, at);
        yield piece;
      }
    },
    clear() {
      file.truncate(0);
      size = 0;
    },
    end() {
      file.flush();
      file.close();
      return handle.getFile();
    },
    async drop() {
      file.close();
      await root.removeEntry(name);
    },
  };
}
