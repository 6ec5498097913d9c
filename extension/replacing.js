/** A list that is drawn anew while a button in it has the focus. */

/**
 * Puts rows in the place of those of a list. The focus stays on the button with the
 * same data-name, or else on the one that now stands where its button stood.
 * @param {HTMLElement} list
 * @param {Node[]} rows
 */
export function replaceRows(list, rows) {
  const buttons = () => [...list.querySelectorAll('button')];
  const { activeElement } = document;
  const at = buttons().indexOf(activeElement);
  list.replaceChildren(...rows);
  if (at < 0) return;
  const now = buttons();
  const same = now.find(({ dataset }) => dataset.name === activeElement.dataset.name);
  (same ?? now[Math.min(at, now.length - 1)])?.focus({ preventScroll: true });
}
