/** The keys of the library page, and the sheet that lists them. */
import { byId, element } from './dom.js';

const SHEET = [
  ['/', 'search'], ['j k ↓ ↑', 'next, previous'], ['Enter', 'open here'], ['o', 'open in a new tab'], ['e', 'edit'], ['t', 'edit tags'],
  ['r', 'read, unread'], ['p', 'private, public'], ['x', 'select'], ['Shift+x', 'select up to here'], ['*', 'select all that the query finds'],
  ['d', 'delete (in the trash: restore)'], ['z', 'undo'], ['c', 'copy title and address'], ['v', 'full text'], ['w', 'why it is found'], ['m', 'months, or years, in the margin'],
  ['g h', 'all bookmarks'], ['g u', 'unread'], ['g t', 'tags'], ['g x', 'trash'], ['?', 'this sheet'], ['Esc', 'back to search'], ['Ctrl+F', 'search, from anywhere'],
];
const PAIR = 1500; // ms in which a letter follows g

/** Where a key is text or belongs to what has the focus. */
const typing = (el) => el.closest?.('input, textarea, select, dialog, form') !== null;

/**
 * @param {{inList: () => boolean, on: Record<string, (event: KeyboardEvent) => void>, letters: () => boolean}} page
 *   on: what each key does, by the key's name; "g h" for two in a row; false: nothing, the browser may
 */
export function keys({ inList, on, letters }) {
  let sinceG = -PAIR;

  /** The name under which a press is found in on. */
  function nameOf(event) {
    const pair = performance.now() - sinceG < PAIR;
    sinceG = -PAIR;
    if (pair && on[`g ${event.key}`]) return `g ${event.key}`;
    if (event.key === 'X' || (event.key === 'x' && event.shiftKey)) return 'Shift+x';
    return event.key;
  }

  function onKeydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && !event.altKey) {
      event.preventDefault();
      on['/'](event);
      return;
    }
    if (event.defaultPrevented || event.altKey || typing(event.target)) return;
    if (inList()) press(event);
  }

  function press(event) {
    const combined = event.ctrlKey || event.metaKey;
    if (combined && event.key !== 'Enter') return;
    if (event.key.length === 1 && !letters()) return;
    if (event.repeat && !/^(j|k|Arrow)/.test(event.key)) return;
    if (event.key === 'g') {
      sinceG = performance.now();
      return;
    }
    if (event.key === 'Enter' && event.target.closest('a, button')) return;
    const act = on[nameOf(event)];
    if (act && act(event) !== false) event.preventDefault();
  }

  document.addEventListener('keydown', onKeydown);
}

/**
 * The sheet of keys with its switch.
 * @param {{letters: () => boolean, setLetters: (on: boolean) => void, back: () => void}} page
 */
export function keySheet({ letters, setLetters, back }) {
  const sheet = byId('sheet');
  for (const [names, does] of SHEET) {
    const dt = element('dt', {}, names.split(' ').flatMap((name) => [element('kbd', { text: name }), ' ']));
    byId('sheet-keys').append(element('div', {}, [dt, element('dd', { text: does })]));
  }
  byId('letters').addEventListener('change', (event) => setLetters(event.target.checked));
  byId('sheet-close').addEventListener('click', () => sheet.close());
  sheet.addEventListener('close', back);
  return () => {
    byId('letters').checked = letters();
    sheet.showModal();
  };
}

/**
 * Asks before what cannot be taken back.
 * @returns {Promise<boolean>}
 */
export function confirmed(question, yes) {
  const dialog = byId('asking');
  byId('asking-text').textContent = question;
  byId('asking-yes').textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    byId('asking-yes').onclick = () => dialog.close('yes');
    byId('asking-no').onclick = () => dialog.close('no');
  });
}
