/**
 * The folder that a person has chosen for backups. Only Chromium lets a page
 * write into one; a handle to it can be kept in a database and nowhere else.
 */
const DATABASE = 'pinfold-folder';
const WRITE = { mode: 'readwrite' };

/** Whether the browser has such a thing. */
export const canChoose = 'showDirectoryPicker' in globalThis;

function table(mode, use) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE);
    opening.onupgradeneeded = () => opening.result.createObjectStore('handles');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('handles', mode);
      const request = use(transaction.objectStore('handles'));
      const end = (settle, value) => {
        opening.result.close();
        settle(value);
      };
      transaction.oncomplete = () => end(resolve, request.result);
      transaction.onabort = () => end(reject, transaction.error);
    };
  });
}

/** Keeps a handle for backups to come; null forgets it. */
export const keepFolder = (handle) => table('readwrite', (store) => (handle ? store.put(handle, 'backups') : store.delete('backups')));

/** The folder that was chosen, or null. */
export const keptFolder = async () => (await table('readonly', (store) => store.get('backups')).catch(() => null)) ?? null;

/** Asks for a folder and keeps it; null if the person chose none. */
export async function chooseFolder() {
  try {
    const handle = await globalThis.showDirectoryPicker({ id: 'pinfold', ...WRITE });
    await keepFolder(handle);
    return handle;
  } catch (error) {
    if (error.name === 'AbortError') return null;
    throw error;
  }
}

/**
 * Whether the folder may be written into.
 * @param {boolean} ask the person has just pressed: the browser may be asked
 */
export async function allowed(handle, ask) {
  const state = await handle.queryPermission(WRITE);
  return state === 'granted' || (ask && await handle.requestPermission(WRITE) === 'granted');
}

/** Makes the first of NAME.jsonl, NAME-2.jsonl, NAME-3.jsonl … that the folder does not have. */
async function makeFree(handle, name) {
  const taken = new Set(await Array.fromAsync(handle.keys()));
  const dot = name.lastIndexOf('.');
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name.slice(0, dot)}-${n}${name.slice(dot)}`;
  return handle.getFileHandle(free, { create: true });
}

/**
 * Writes a file beside those that are there: an earlier one may be the only one that is whole.
 * @returns {Promise<{file: File, remove: () => Promise<void>}>} file: as it is read back; remove: takes it away again. Nothing is left where it rejects
 */
export async function writeBeside(handle, name, blob, signal) {
  const entry = await navigator.locks.request('backup name', { signal }, () => makeFree(handle, name)); // of two pages each has its own
  const remove = () => handle.removeEntry(entry.name).catch(() => {}); // it may not be there
  try {
    await blob.stream().pipeTo(await entry.createWritable(), { signal });
    return { file: await entry.getFile(), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
