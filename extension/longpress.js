/** A finger that rests: what a right press is to a mouse, and selects. */

const RESTS = 500; // ms
const STRAYS = 10; // px that a resting finger may move
const TRAILS = 400; // ms after the finger is lifted, in which the browser makes its press of it

/**
 * Calls f with the element under a finger that rests, and swallows the press
 * and the browser's menu that come of it, but no other: a click by key or by
 * an assistive tool has no finger.
 * @param {HTMLElement} root
 * @param {string} selector what can be pressed so
 * @param {(target: HTMLElement) => void} f
 */
export function longPress(root, selector, f) {
  let timer;
  let trail;
  let from;
  let done = false;

  const stop = () => clearTimeout(timer);
  const elementAt = ({ clientX, clientY }) => document.elementFromPoint(clientX, clientY);
  const forget = () => {
    stop();
    clearTimeout(trail);
    done = false;
  };
  const lift = () => {
    stop();
    trail = setTimeout(forget, TRAILS);
  };
  const swallow = (event) => {
    if (!done || (event.type === 'click' && event.detail === 0)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  root.addEventListener('pointerdown', (event) => {
    forget();
    const target = event.target.closest(selector);
    if (event.pointerType !== 'touch' || !event.isPrimary || !target) return;
    from = event;
    timer = setTimeout(() => {
      const under = target.isConnected ? target : elementAt(event)?.closest(selector); // it may have been drawn again
      if (!under) return;
      done = true;
      f(under);
    }, RESTS);
  });
  root.addEventListener('pointermove', (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STRAYS) stop();
  });
  for (const type of ['pointerup', 'pointercancel']) root.addEventListener(type, lift);
  root.addEventListener('keydown', forget, true);
  root.addEventListener('click', swallow, true);
  root.addEventListener('contextmenu', swallow, true);
}
