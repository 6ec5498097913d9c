/** A button that shows a panel below it, and what closes it again. */
import { ignored } from './dom.js';

/**
 * Joins a button to its panel: the button, Esc and a press elsewhere close it.
 * @param {HTMLElement} button has aria-expanded and aria-controls
 * @param {HTMLElement} panel
 * @param {{shown: () => void, keepOpen?: string}} page shown: fills the panel and
 *   gives it the focus; keepOpen: what may be pressed besides
 * @returns {{hide: (focus?: boolean) => void}} focus: back to the button
 */
export function disclosure(button, panel, { shown, keepOpen }) {
  const inside = [`#${button.id}`, `#${panel.id}`, keepOpen].filter(Boolean).join(', ');

  function show() {
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    shown();
  }

  function hide(focus) {
    if (focus) button.focus();
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  }

  button.addEventListener('click', () => (panel.hidden ? show() : hide(true)));
  for (const part of [button, panel]) {
    part.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || panel.hidden || ignored(event)) return;
      event.preventDefault();
      hide(true);
    });
  }
  document.addEventListener('pointerdown', (event) => {
    if (!panel.hidden && !event.target.closest(inside)) hide();
  });
  return { hide };
}
