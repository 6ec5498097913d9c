/**
 * The row that the keyboard is on. One row at a time can be reached by Tab,
 * with what is in it; a row that has scrolled out of the document gets the
 * focus back when it returns.
 */

/**
 * @param {HTMLElement} root the list's element
 * @param {ReturnType<import('./list.js').list>} list
 * @param {{total: () => number, entered: (row: HTMLElement) => void, covered: () => {above: number, below: number}}} page
 */
export function cursor(root, list, { total, entered, covered }) {
  let at = 0;
  let open; // the row that Tab reaches
  let awaited = false; // the focus goes to the row when it is drawn
  let tag; // whose button in the row had the focus

  const article = () => list.rowAt(at)?.querySelector('article');
  const has = () => root.contains(document.activeElement);

  /** Lets Tab into the row at hand, and into no other. */
  function reach() {
    const row = list.rowAt(at);
    root.tabIndex = row ? -1 : 0;
    if (open === row) return;
    setTabs(open, -1);
    setTabs(row, 0);
    open = row;
  }

  function setTabs(row, index) {
    for (const el of row?.querySelectorAll('article, article a, article button') ?? []) el.tabIndex = index;
  }

  function focus(i) {
    if (!total()) return;
    at = Math.max(0, Math.min(i, total() - 1));
    const { above, below } = covered();
    list.reveal(at, above, below);
    take();
  }

  /** Gives the focus to the row, or to the list until the row is there. */
  function take() {
    reach();
    (article() ?? root).focus({ preventScroll: true });
    awaited = !article() && document.activeElement === root; // a hidden list takes no focus, and calls nobody back
  }

  // A person who has gone elsewhere meanwhile is not called back.
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) awaited = false;
  });

  root.addEventListener('focusin', (event) => {
    const i = list.indexOf(event.target);
    if (i < 0) return;
    at = i;
    awaited = false;
    tag = event.target.dataset.tag;
    reach();
    entered(list.rowAt(i));
  });

  return {
    at: () => at,
    focus,
    take,
    move: (by) => focus(at + by),
    /** Goes to the list, whose rows may be still to come. */
    enter() {
      if (total()) focus(at);
      else take();
    },
    /** The row is another one from now on, without the focus. */
    set(i) {
      at = i;
      reach();
    },
    /** After drawing: the focus that the old row, or a tag in it, had goes to the new one. */
    drawn() {
      at = Math.max(0, Math.min(at, total() - 1));
      open = undefined;
      reach();
      if ((!awaited && document.activeElement !== root) || !article()) return;
      const had = tag;
      take();
      if (had !== undefined) article().querySelector(`[data-tag="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
    },
    has,
    /** Whether the keys of the list are meant: it has the focus, or nothing has. */
    isMeant: () => has() || document.activeElement === document.body,
    row: () => list.rowAt(at),
  };
}
