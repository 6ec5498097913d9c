/** Backups on the options page: how the last one is, a new one, and where to. */
import { stats } from './api.js';
import { backUp, checkBackup, isOld, lastBackup, told } from './backups.js';
import { byId, countText, plural, say } from './dom.js';
import { canChoose, chooseFolder, keepFolder, keptFolder } from './folder.js';
import { underway } from './underway.js';

const work = underway('backup', ['backup-now', 'backup-choose', 'backup-forget', 'backup-file']);

async function show() {
  const [last, folder] = await Promise.all([lastBackup(), keptFolder()]);
  byId('backup-last').textContent = last ? `The last backup: ${told(last)}.` : 'There is no backup yet.';
  warn(last);
  byId('backup-where').textContent = folder ? `Backups go into the folder “${folder.name}”, by themselves once a day when the library is opened.` : 'Backups go into your downloads.';
  byId('backup-choose').hidden = !canChoose;
  byId('backup-choose').textContent = folder ? 'Choose another folder' : 'Choose a folder';
  byId('backup-forget').hidden = !folder;
}

/** What is old stands out, once the engine has told how much has changed since. */
async function warn(last) {
  const now = await stats().catch(() => null); // of a damaged library nothing is known
  byId('backup-last').classList.toggle('problem', Boolean(last && now && isOld(last, now)));
}

/** After the last record it is read back, which takes about as long. */
function progress({ done, total }) {
  work.move({ done, total });
  say('backup-state', `${countText(done)} of ${plural(total, 'bookmark')} written; then it is read back`);
}

/** Does something of it, which Cancel may end; what fails is said. */
async function doing(act, failed = 'NOT BACKED UP.', canceled = 'Canceled: there is no new backup.') {
  say('backup-problem', '');
  say('backup-state', '');
  const signal = work.begin();
  try {
    say('backup-state', await act(signal) ?? '');
  } catch (error) {
    say('backup-state', '');
    say('backup-problem', error.code === 'canceled' ? canceled : `${failed} ${error.message}`);
  }
  await show().finally(work.end);
}

async function now(signal) {
  const made = await backUp({ ask: true, signal, onEvent: progress });
  return made.verified ? `Backed up ${plural(made.bookmarks, 'bookmark')}, and read them back.` : `Backed up ${plural(made.bookmarks, 'bookmark')}. To be sure of the file, check it.`;
}

async function check(signal) {
  const [file] = byId('backup-file').files;
  byId('backup-file').value = '';
  if (!file) return '';
  return checkBackup(file, { signal });
}

/**
 * Wires the section.
 * @returns {Promise<void>} when it shows how things are
 */
export function backing() {
  byId('backup-now').addEventListener('click', () => doing(now));
  byId('backup-choose').addEventListener('click', () => doing(() => chooseFolder().then(() => ''), 'NOT CHOSEN.'));
  byId('backup-file').addEventListener('change', () => doing(check, 'NOT WHOLE.', 'Canceled: the file was not checked.'));
  byId('backup-forget').addEventListener('click', () => doing(() => keepFolder(null).then(() => '')));
  return show();
}
