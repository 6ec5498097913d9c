/**
 * Backups: a file with everything, kept outside the browser, and believed only
 * once it has been read and agrees with the library. From a folder it is read
 * back as it lies there: it is verified. What goes into the downloads no page
 * can read again: it is read before it is handed over, which is written, and
 * verified when the person shows the file.
 */
import { browser } from './browser.js';
import { stats } from './api.js';
import { importFile } from './client.js';
import { countText, datedName, dayOf, plural, saveBlob } from './dom.js';
import { allowed, keptFolder, writeBeside } from './folder.js';
import { UNSURE, canceled, exportFile } from './jobs.js';
import { fingerprint, sameBytes } from './samebytes.js';
import { sweepInTime } from './scratch.js';

const KEY = 'backup';
const ASKED = 'backupAsked';
const FEW = 50; // bookmarks that are soon saved again
const CHANGES = 50; // since a backup that are worth another
const DAY = 86_400_000; // ms: how often one is made by itself
const WEEK = 7 * DAY; // after which a backup is old, and after which no is asked again

/**
 * @returns {Promise<{time: number, bookmarks: number, print: string, generation: number, library: string, folder: string, verified: boolean} | null>}
 *   the last one; print: the fingerprint of its bytes; folder: '' is the downloads
 */
export async function lastBackup() {
  return (await browser.storage.local.get(KEY))[KEY] ?? null;
}

/** "25 nov 2026, 14,012 bookmarks, verified, in the folder Backups" */
export function told({ time, bookmarks, folder, verified }) {
  const where = folder ? `in the folder “${folder}”` : 'in your downloads';
  return `${dayOf(time)} ${new Date(time).getFullYear()}, ${plural(bookmarks, 'bookmark')}, ${verified ? 'verified' : 'written'}, ${where}`;
}

/** How old it is; the clock may have been wrong. */
const ageOf = ({ time }) => Math.abs(Date.now() - time); // ms

/** Whether it is one of this library, not of one that was lost or left. */
const isOf = (last, now) => last.generation <= now.generation && (last.library ?? now.library) === now.library;

/** Whether so much has changed since a backup, or it is of another library, that it is no comfort. */
export const isOld = (last, now) => (isOf(last, now) ? ageOf(last) > WEEK && now.generation - last.generation > CHANGES : now.bookmarks >= FEW);

/** That what was written can be restored: here it would change nothing. */
async function verify(file, records, options) {
  const plan = await importFile(file, { plan: true, signal: options.signal });
  const readable = plan.format === 'pinfold' && plan.entries === records && !plan.stored && !plan.changed && !plan.skipped.length;
  if (!readable) throw new Error('Read back, the backup is not what the library holds now. If you have changed something meanwhile, back up once more; else check your library below.');
}

/**
 * Makes a backup: into the folder that was chosen, else into the downloads.
 * @param {{ask?: boolean, signal?: AbortSignal, onEvent?: (event: object) => void}} [options] ask: the person has just pressed
 * @returns {Promise<object>} what lastBackup then answers
 */
export async function backUp({ ask = false, ...options } = {}) {
  const folder = await keptFolder();
  if (folder && !await allowed(folder, ask)) throw new Error(`The browser does not let Pinfold write into the folder “${folder.name}”. Back up again and allow it, or choose another folder.`);
  const { bookmarks, generation, library } = await stats();
  const { blob, bookmarks: records, ending, full, discard } = await exportFile('pinfold', {}, options);
  const name = datedName(ending);
  const print = await write(folder, name, blob, records, options).catch(async (error) => {
    await discard();
    throw error;
  });
  if (folder) await discard();
  else saveBlob(blob, name);
  sweepInTime();
  if (full && !folder) throw new Error(UNSURE); // nor is it remembered
  const made = { time: Date.now(), bookmarks, print, generation, library, folder: folder?.name ?? '', verified: Boolean(folder) };
  await browser.storage.local.set({ [KEY]: made });
  return made;
}

/** Writes into the folder; what the browser says of a failure is not enough. */
function into(folder, name, blob, signal) {
  return writeBeside(folder, name, blob, signal).catch((error) => {
    if (signal?.aborted) throw canceled();
    throw new Error(`The backup could not be written into the folder “${folder.name}” (${error.message}). See that the folder is there and has room, or choose another one in the options, then back up again.`);
  });
}

/** Writes the file, or makes it ready for the downloads, reads it back, and answers its fingerprint. In the folder only one is left that is whole. */
async function write(folder, name, blob, records, options) {
  const { file, remove } = folder ? await into(folder, name, blob, options.signal) : { file: new File([blob], name), remove: () => {} };
  const same = await sameBytes(file.stream(), blob.stream()).catch((error) => {
    throw new Error(`The backup was written, but it could not be read back (${error.message}). Back up once more.`);
  });
  if (!same) {
    await remove();
    throw new Error('Read back, the backup was not what was written, so it was not kept. Back up once more; if that fails too, into another folder.');
  }
  await verify(file, records, options);
  return fingerprint(file);
}

/**
 * Reads a file that the person shows: the last backup is then verified, if that is it to the last byte.
 * @returns {Promise<string>} what it is good for, as a sentence
 */
export async function checkBackup(file, options) {
  const plan = await importFile(file, { plan: true, signal: options.signal });
  if (plan.format !== 'pinfold') throw new Error(`“${file.name}” is no backup of Pinfold. Choose a file that “Back up now” has written.`);
  if (plan.skipped.length) throw new Error(`Of “${file.name}” ${plural(plan.skipped.length, 'line')} cannot be read, so it is no whole backup. Keep it, and back up once more.`);
  const print = await fingerprint(file);
  const last = await lastBackup(); // another page may have made one meanwhile
  const ours = last?.print === print;
  if (ours) await browser.storage.local.set({ [KEY]: { ...last, verified: true } });
  const missing = plan.stored + plan.changed;
  const what = ours ? 'is your last backup, byte for byte' : 'can be read, but is not your last backup';
  return `“${file.name}” ${what}: ${plural(plan.entries, 'bookmark')} can be restored from it. ${missing ? `Restoring it would change ${plural(missing, 'bookmark')}.` : 'All of it is in the library as it is now.'}`;
}

/** Makes one by itself: into a folder that may be written into, once a day, if there is something new. Of two pages one does. */
export const backUpInTime = () => navigator.locks.request('backup', { ifAvailable: true }, (lock) => lock && makeInTime());

async function makeInTime() {
  const [folder, last, now] = await Promise.all([keptFolder(), lastBackup(), stats()]);
  const none = !last || !isOf(last, now);
  const due = folder && now.bookmarks && (none || (ageOf(last) > DAY && last.generation !== now.generation));
  return due && await allowed(folder, false) ? backUp() : null;
}

/**
 * The sentence that offers a backup, or tells the last one of this library, or '' if there is none and it was declined this week.
 * @returns {Promise<{text: string, asks: boolean, old: boolean}>} asks: it offers one; old: there is one that is no comfort
 */
export async function offer() {
  const [last, now, { [ASKED]: asked = 0 }] = await Promise.all([lastBackup(), stats(), browser.storage.local.get(ASKED)]);
  const own = last && isOf(last, now) ? last : null;
  if (own && isOld(own, now)) return { text: `The last backup is of ${told(own)}. Much has changed since.`, asks: true, old: true };
  if (own || now.bookmarks < FEW || ageOf({ time: asked }) < WEEK) return { text: own ? `Backed up ${told(own)}.` : '', asks: false, old: false };
  return { text: `${countText(now.bookmarks)} bookmarks are kept in this browser alone.`, asks: true, old: false };
}

/** Remembers that it was offered. */
export const offered = () => browser.storage.local.set({ [ASKED]: Date.now() });
