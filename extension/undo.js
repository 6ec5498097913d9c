/** The bar that says what was done and takes it back. */
import { history, undo } from './api.js';
import { byId, plural } from './dom.js';
import { beforeMany, MANY } from './snapshots.js';

/** What z takes back when nothing was done in this window, as it reads. An import is taken back where it was made. */
const DONE = { save: 'saved', edit: 'edited', delete: 'deleted', restore: 'restored', renameTag: 'renamed', deleteTag: 'a tag' };

const FINAL = new Set(['duplicate', 'not_found', 'invalid']); // asked again it is the same, unless something else is done first

/** What an undo had to leave. */
const stayedText = (n) => (n ? ` But ${plural(n, 'bookmark')} stayed as ${n === 1 ? 'it is: another has its address' : 'they are: others have their addresses'} by now.` : '');

/**
 * @param {{failed: (error: Error, again: () => void) => void, back: () => void}} page back: takes the focus to the list
 */
export function undoBar({ failed, back: toList }) {
  const bar = byId('undo');
  const text = bar.querySelector('p');
  let back; // takes back what the bar speaks of
  const refused = new Set(); // changes that cannot be taken back as things are
  let done = []; // what was done here, the last one last: changes, and functions that take back what is none

  function say(sentence, takeBack) {
    bar.hidden = false;
    text.textContent = sentence;
    back = takeBack;
    const button = byId('undo-button');
    const had = document.activeElement === button;
    button.hidden = !takeBack;
    if (had && !takeBack) byId('undo-close').focus();
  }

  /** Makes room; z still takes back what was done last. */
  function hide() {
    bar.hidden = true;
    back = undefined;
  }

  /** Does what changes so many bookmarks. If they are many a snapshot is kept before, and the bar says what takes so long. */
  async function changing(bookmarks, work) {
    if (bookmarks <= MANY) return work();
    try {
      await beforeMany(bookmarks, say);
      return await work();
    } catch (error) {
      hide();
      throw error;
    }
  }

  /**
   * Takes the change of so many bookmarks back and says so.
   * @returns {Promise<boolean>} whether there was nothing left of it, as of what was deleted for ever
   */
  async function revert(change, sentence, bookmarks = 0) {
    done = done.filter((other) => other !== change);
    try {
      const { count, stayed } = await changing(bookmarks, () => undo(change));
      say(count ? sentence + stayedText(stayed) : 'There was nothing left to take back.');
      return count === 0;
    } catch (error) {
      if (FINAL.has(error.code)) refused.add(change); // z goes on behind it
      else done.push(change);
      failed(error, () => revert(change, sentence, bookmarks));
      return false;
    }
  }

  /** The changes by anybody that still stand, the newest first. */
  async function standing() {
    const { changes } = await history({ limit: 50 });
    return changes.filter((c) => !c.undone && c.count && DONE[c.kind] && !refused.has(c.change));
  }

  async function takeLast() {
    if (done.length) {
      const last = done.at(-1);
      await (typeof last === 'function' ? last() : revert(last, 'Taken back.'));
      return;
    }
    try {
      for (const { change, kind, title, count } of await standing()) {
        if (!await revert(change, `Taken back what was ${DONE[kind]}: “${title}”.`, count)) return;
      }
      say('There is nothing to take back.');
    } catch (error) {
      failed(error, takeLast);
    }
  }

  function press() {
    if (back) back();
    else takeLast();
  }

  byId('undo-button').addEventListener('click', press);
  byId('undo-close').addEventListener('click', () => {
    hide();
    toList();
  });

  return {
    press,
    /** Takes back the change of that number, by whomever it was made. */
    revert,
    hide,
    changing,
    /** Says something that cannot be taken back, or by a function of its own. */
    say,
    /**
     * Says what was done that changes no bookmark; it is taken back in its turn.
     * @param {string} sentence
     * @param {() => Promise<void>} takeBack
     */
    didOther(sentence, takeBack) {
      const again = async () => {
        done = done.filter((other) => other !== again);
        back = undefined;
        try {
          await takeBack();
          say('Taken back.');
        } catch (error) {
          done.push(again);
          say(error.message, again);
        }
      };
      done.push(again);
      say(sentence, again);
    },
    /**
     * Says that what was typed was left. Whatever is said meanwhile, it is brought back in its turn.
     * @param {string} sentence
     * @param {() => Promise<boolean>} bringBack whether there is nothing more to bring back
     */
    left(sentence, bringBack) {
      const again = async () => {
        const underWay = () => {}; // pressed twice, it is brought back once
        back = underWay;
        const over = await bringBack();
        if (over) done = done.filter((other) => other !== again);
        if (back !== underWay) return;
        if (over) hide(); // or another change were taken back under its words
        else back = again;
      };
      done.push(again);
      say(sentence, again);
    },
    /** Says what a change did; it can be taken back. */
    did(change, sentence) {
      if (!change) {
        say('That was so already: nothing was changed.');
        return;
      }
      done.push(change);
      say(sentence, () => {
        back = undefined; // pressed again, it takes back the change before
        revert(change, 'Taken back.');
      });
    },
  };
}
