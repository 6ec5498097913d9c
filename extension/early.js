/*
 * Runs before the form is parsed, so that no key is lost while the page's
 * modules load. Letters go into the field that has the focus; from the first
 * key on that a module must judge, all are kept, in order, for heldkeys.js.
 */
(() => {
  const kept = [];
  const focused = () => document.activeElement?.matches('input, textarea');

  function keep(event) {
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    const typed = letter && focused() && !kept.length;
    const find = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
    const ours = letter || find || event.key === 'Tab' || event.key === 'Enter' || (kept.length && (event.key === 'Backspace' || event.key === 'Escape'));
    if (event.isComposing || typed || !ours) return;
    event.preventDefault();
    if (letter || !event.repeat) kept.push(event);
  }

  addEventListener('keydown', keep, true);
  addEventListener('pinfold-keys', ({ detail }) => {
    removeEventListener('keydown', keep, true);
    detail.push(...kept);
  }, { once: true });
})();
