/** What can be done with one bookmark: the bar in its row, and the doing. */
import { remove, restore, update } from './api.js';
import { element } from './dom.js';

/** The row's commands: key, word, and the word where the bookmark is so already. */
const ROW = [
  ['e', 'edit'],
  ['t', 'tags'],
  ['r', 'mark unread', (b) => b.unread && 'mark read'],
  ['p', 'make private', (b) => b.private && 'make public'],
  ['x', 'select', (b, selected) => selected && 'unselect'],
  ['c', 'copy'],
  ['d', 'delete', (b) => b.deleted && 'restore'],
  ['w', 'why'],
];

/**
 * @param {{run: (key: string, row: HTMLElement) => void}} page
 */
export function actionBar({ run }) {
  const words = ROW.map(() => element('span'));
  const buttons = ROW.map(([key], i) => element('button', { type: 'button', class: 'plain', 'data-key': key }, [words[i], ' ', element('kbd', { text: key, 'aria-hidden': 'true' })]));
  const bar = element('div', { class: 'actions', role: 'group', 'aria-label': 'What can be done' }, buttons);
  bar.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) run(button.dataset.key, bar.closest('.row'));
  });
  const why = buttons.at(-1);
  return {
    /** Shows the bar in a row; why it is found only where words were searched for. */
    show(row, b, selected, byWords) {
      const article = row.querySelector('article');
      const here = bar.parentElement === article;
      if (!here && (row.querySelector('form') || bar.contains(document.activeElement))) return; // its words are those of the row that it stays in
      why.hidden = !byWords;
      ROW.forEach(([, word, other], i) => { words[i].textContent = (other?.(b, selected)) || word; });
      if (!here) article.append(bar);
    },
  };
}

const quoted = (title) => `“${title.length > 60 ? `${title.slice(0, 60).toWellFormed()}…` : title}”`;

/** Marks a bookmark read or unread. */
export async function toggleUnread(b, undo) {
  const { change } = await update({ ids: [b.id] }, { unread: !b.unread });
  undo.did(change, `Marked ${b.unread ? 'read' : 'unread'}: ${quoted(b.title)}`);
}

/** Makes a bookmark private or public. */
export async function togglePrivate(b, undo) {
  const { change } = await update({ ids: [b.id] }, { private: !b.private });
  undo.did(change, `Now ${b.private ? 'public' : 'private'}: ${quoted(b.title)}`);
}

/** Moves a bookmark to the trash, or out of it. */
export async function toggleDeleted(b, undo) {
  const { change } = await (b.deleted ? restore : remove)({ ids: [b.id] });
  undo.did(change, `${b.deleted ? 'Restored' : 'Deleted'} ${quoted(b.title)}`);
}
