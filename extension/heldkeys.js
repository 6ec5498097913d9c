/**
 * Keys in their order. While an answer is awaited that decides what a key
 * means, the keys behind it are held back, and pressed again once it is there:
 * what is typed blind does not depend on how fast the engine was.
 */

const queue = [];
let holding = false;

addEventListener('keydown', (event) => {
  if (!holding || !event.isTrusted || event.isComposing || /^(Shift|Control|Alt|Meta)$/.test(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat || event.key.length === 1) queue.push(event);
}, true);

/** Holds keys back until a promise has settled. */
export async function holdUntil(promise) {
  holding = true;
  await promise.catch(() => {});
  holding = false;
  release();
}

/** Presses the keys that came before the page's modules had loaded. */
export function pressEarly() {
  dispatchEvent(new CustomEvent('pinfold-keys', { detail: queue }));
  release();
}

function release() {
  while (queue.length && !holding) press(queue.shift());
}

function press({ key, code, shiftKey, ctrlKey, altKey, metaKey }) {
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent('keydown', { key, code, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true });
  if (target.dispatchEvent(event)) doDefault(target, event);
}

/** What the browser does with a key that nobody has taken. */
function doDefault(target, { key, shiftKey, ctrlKey, metaKey }) {
  const types = target.matches('textarea, input:not([type="checkbox"])');
  if (key === 'Tab') moveFocus(target, shiftKey ? -1 : 1);
  else if (types && key === 'Backspace') document.execCommand('delete');
  else if (types && key.length === 1 && !ctrlKey && !metaKey) document.execCommand('insertText', false, key);
  else if (target.matches('textarea') && key === 'Enter') document.execCommand('insertText', false, '\n');
  else if (target.matches('button, a[href], [type="checkbox"]') && (key === 'Enter' || key === ' ')) target.click();
}

/** Moves the focus as Tab does. */
export function moveFocus(from, by) {
  const all = [...document.querySelectorAll('input, textarea, select, button, a[href], [tabindex]')]
    .filter((el) => !el.disabled && el.tabIndex >= 0 && el.checkVisibility({ visibilityProperty: true }));
  all.at((all.indexOf(from) + by) % all.length)?.focus();
}
