/** On a narrow screen, filters and tags are one sheet that is opened by a button. */
import { byId } from './dom.js';

const NARROW = matchMedia('(max-width: 62rem)');

export function sheet() {
  const aside = byId('aside');
  const button = byId('narrow');

  function place() {
    if (NARROW.matches) byId('aside-head').after(byId('filters'));
    else byId('pages').before(byId('filters'));
    button.hidden = !NARROW.matches;
    show(false);
  }

  function show(open) {
    document.body.toggleAttribute('data-sheet', open);
    button.setAttribute('aria-expanded', String(open));
  }

  function close() {
    if (!document.body.hasAttribute('data-sheet')) return;
    show(false);
    button.focus();
  }

  button.addEventListener('click', () => {
    show(button.getAttribute('aria-expanded') !== 'true');
    if (aside.checkVisibility()) byId('aside-close').focus();
  });
  byId('aside-close').addEventListener('click', close);
  aside.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  });
  NARROW.addEventListener('change', place);
  place();

  return {
    close,
    /** How many tags wait in the sheet. */
    count(n) {
      button.textContent = n ? `narrow (${n})` : 'narrow';
    },
  };
}
