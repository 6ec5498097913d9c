/** The library's line about backups: offers one once it matters, and makes those that make themselves. */
import { backUp, backUpInTime, offer, offered, told } from './backups.js';
import { byId, plural } from './dom.js';

/**
 * @param {{undo: {say: Function}, failed: (error: Error, again: () => void) => void}} page
 */
export async function backupNote({ undo, failed }) {
  const line = byId('backup-note');
  const hide = () => { line.hidden = true; };

  const choices = byId('backup-note-choices');
  const say = (text, asks, old) => {
    line.hidden = !text;
    line.classList.toggle('problem', Boolean(old));
    line.firstElementChild.textContent = text;
    choices.hidden = !asks;
  };

  async function make() {
    say('Writing the backup, and reading it back …');
    try {
      const made = await backUp({ ask: true });
      say(`Backed up ${told(made)}.`);
      undo.say(`Backed up ${plural(made.bookmarks, 'bookmark')}${made.folder ? ` into “${made.folder}”` : ' into your downloads'}.`);
    } catch (error) {
      hide();
      failed(error, make);
    }
  }

  byId('backup-note-yes').addEventListener('click', make);
  byId('backup-note-no').addEventListener('click', () => {
    hide();
    offered().catch(() => {}); // then it is offered again
  });
  try {
    const made = await backUpInTime();
    if (made) undo.say(`Backed up ${plural(made.bookmarks, 'bookmark')} into “${made.folder}”, as every day.`);
    const { text, asks, old } = await offer();
    say(text, asks, old);
  } catch (error) {
    failed(error, () => backupNote({ undo, failed }));
  }
}
