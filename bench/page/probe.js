/*
 * Notes when a page has painted, has the focus and shows a completion, in
 * milliseconds from the start of its navigation. The benchmark puts it into
 * its own copies of the pages; the extension does not have it.
 */
(() => {
  const probe = globalThis.probe = {};

  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') probe.painted ??= startTime;
  }).observe({ type: 'paint', buffered: true });

  addEventListener('load', () => { probe.loaded = performance.now(); });
  addEventListener('focusin', ({ target }) => {
    if (target.id === 'tags') probe.focused ??= performance.now();
  }, true);

  /** When rows are drawn next, and the frame with them is done. */
  probe.drawn = (rows) => new Promise((go) => {
    new MutationObserver((_, observer) => {
      if (!rows.querySelector('article')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => go(performance.now())));
    }).observe(rows, { childList: true, subtree: true });
  });

  /** Notes when the library page has drawn its first rows. */
  function noteRows(rows) {
    probe.drawn(rows).then((at) => { probe.listed = at; });
  }

  /** Types into the tag field as soon as the page's modules listen. */
  addEventListener('DOMContentLoaded', () => {
    probe.ready = performance.now();
    const field = document.getElementById('tags');
    const list = document.getElementById('tag-list');
    const rows = document.getElementById('rows');
    if (rows) noteRows(rows);
    if (!field || !list) return;
    new MutationObserver(() => {
      if (list.querySelector('[role="option"]') && !list.hidden) probe.completed ??= performance.now();
    }).observe(list, { attributes: true, childList: true, subtree: true });
    field.value = new URLSearchParams(location.search).get('type') ?? '';
    if (field.value) field.dispatchEvent(new InputEvent('input', { data: field.value, inputType: 'insertText', bubbles: true }));
  });
})();
