/**
 * A file of the browser's own, out of the person's sight, into which an export
 * is written piece by piece, so that nobody holds it in memory. What is
 * downloaded is a copy of it; it is removed a while later.
 */
const PREFIX = 'export-';
const KEPT = 5 * 60_000; // ms; by then the browser has copied it

const bornAt = (name) => Number(name.slice(PREFIX.length).split('-')[0]);

/** Removes what earlier exports have left. */
export async function sweep() {
  const root = await navigator.storage.getDirectory();
  const names = [];
  for await (const name of root.keys()) if (name.startsWith(PREFIX)) names.push(name);
  const old = names.filter((name) => !(Date.now() - bornAt(name) < KEPT));
  await Promise.all(old.map((name) => root.removeEntry(name).catch(() => {}))); // one that is still open
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
 * @returns {Promise<{write: (bytes: Uint8Array) => void, end: () => Promise<File>, drop: () => Promise<void>}>}
 */
export async function scratch() {
  const root = await navigator.storage.getDirectory();
  const name = `${PREFIX}${Date.now()}-${crypto.randomUUID()}`;
  const handle = await root.getFileHandle(name, { create: true });
  const file = await handle.createSyncAccessHandle();
  let size = 0;
  return {
    write(bytes) {
      const written = file.write(bytes, { at: size });
      if (written !== bytes.length) throw new DOMException('the disk is full', 'QuotaExceededError');
      size += written;
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
