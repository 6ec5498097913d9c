/** A list under an input, by the ARIA combobox pattern: the focus stays in the input. */
import { element, plural } from './dom.js';

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list an empty element with role listbox
 * @param {{noun: string, none?: boolean, onPress: (i: number, event: MouseEvent) => void, onChoose?: () => void}} options
 *   what is counted aloud; whether ↑ from the first row chooses none; what a press does; what hears that
 *   another row is chosen, or none
 */
export function listbox(input, list, { noun, none = false, onPress, onChoose = () => {} }) {
  const status = element('span', { class: 'hidden-text', role: 'status' });
  let chosen = -1;
  let pressed = false; // a press began in the list; one that comes from elsewhere is not for a row

  list.after(status);
  list.addEventListener('mousedown', (event) => {
    event.preventDefault(); // the input keeps the focus
    pressed = true;
    addEventListener('mouseup', () => { pressed = false; }, { once: true }); // after the row has heard it
  });
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-haspopup', 'listbox');
  input.setAttribute('aria-controls', list.id);
  const rows = () => [...list.querySelectorAll('[role="option"]')];

  function choose(i) {
    const all = rows();
    all[chosen]?.setAttribute('aria-selected', 'false');
    chosen = i;
    all[chosen]?.setAttribute('aria-selected', 'true');
    all[chosen]?.scrollIntoView({ block: 'nearest' });
    if (chosen < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', all[chosen].id);
    onChoose();
  }

  function close() {
    list.hidden = true;
    choose(-1);
    list.replaceChildren();
    status.textContent = '';
    input.setAttribute('aria-expanded', 'false');
  }

  /** Shows rows, among them those with role option, and chooses one or none. */
  function show(all, first = -1) {
    close();
    if (!all.length) return;
    list.replaceChildren(...all);
    for (const [i, row] of rows().entries()) prepare(row, i);
    list.hidden = false;
    status.textContent = plural(rows().length, noun);
    input.setAttribute('aria-expanded', 'true');
    choose(Math.min(first, rows().length - 1));
  }

  function prepare(row, i) {
    row.id = `${list.id}-${i}`;
    row.setAttribute('aria-selected', 'false');
    row.addEventListener('mouseup', (event) => pressed && event.button < 2 && onPress(i, event));
  }

  /** Goes one row on or back, around the ends. */
  function step(by) {
    const extra = none ? 1 : 0;
    const count = rows().length + extra;
    if (count > extra) choose(((chosen + extra + by + count) % count) - extra);
  }

  close();
  return { show, close, choose, step, chosen: () => chosen, isOpen: () => !list.hidden };
}
