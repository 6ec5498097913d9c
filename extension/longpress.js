/** A finger that rests: what a right press is to a mouse, and selects. */

const RESTS = 500; // ms
const STRAYS = 10; // px that a resting finger may move

/**
 * Calls f with the element under a finger that rests, and swallows the press
 * and the browser's menu that come of it.
 * @param {HTMLElement} root
 * @param {string} selector what can be pressed so
 * @param {(target: HTMLElement) => void} f
 */
export function longPress(root, selector, f) {
  let timer;
  let from;
  let done = false;

  const stop = () => clearTimeout(timer);
  const swallow = (event) => {
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };

  root.addEventListener('pointerdown', (event) => {
    done = false;
    stop();
    const target = event.target.closest(selector);
    if (event.pointerType !== 'touch' || !event.isPrimary || !target) return;
    from = event;
    timer = setTimeout(() => {
      done = true;
      f(target);
    }, RESTS);
  });
  root.addEventListener('pointermove', (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STRAYS) stop();
  });
  for (const type of ['pointerup', 'pointercancel']) root.addEventListener(type, stop);
  root.addEventListener('click', swallow, true);
  root.addEventListener('contextmenu', swallow, true);
}
