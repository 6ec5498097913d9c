/** Draws the rows of the list and what changes on them. */
import { byId, monthOf, yearOf } from './dom.js';
import { BLOCK } from './results.js';
import { drawMonth, drawRow, markCut } from './row.js';

export function drawing(app) {
  const rows = byId('rows');
  let marks = []; // the terms to mark
  let byMonth = true;
  const whole = new Set(); // ids whose description is shown to its end

  function look(b, index) {
    return { density: app.settings.density ?? 'lines', marks, privateIsUsual: app.settings.private !== false, whole: whole.has(b.id), byMonth, index, total: app.found.total() };
  }

  const byYear = () => app.settings.rail === 'years';

  /** The rows of a block, or undefined while it is on its way. */
  function block(k) {
    const open = rows.querySelector('.row:has(form)'); // being edited: it stays as it is
    return app.found.block(k)?.map((b, i) => {
      const row = open?.dataset.id === b.id ? open : drawRow(b, look(b, k * BLOCK + i));
      markSelected(row);
      if (byMonth) drawMonth(row, b, app.found.at(k * BLOCK + i - 1), byYear());
      return row;
    });
  }

  /** Shows whether a row is selected, and tells a screen reader. */
  function markSelected(row) {
    const selected = app.selected.has(row.dataset.id);
    row.toggleAttribute('data-selected', selected);
    const article = row.querySelector('article');
    if (selected) article.setAttribute('aria-description', 'selected');
    else article.removeAttribute('aria-description');
  }

  /** The first row of a block shows its month by the one before. */
  function firstMonth(k) {
    const row = app.view.rowAt(k * BLOCK);
    const b = app.found.at(k * BLOCK);
    if (row && b && byMonth) drawMonth(row, b, app.found.at(k * BLOCK - 1), byYear());
  }

  /** In the margin: the month, or the year, of the row at the top of the view. */
  function monthNow(index) {
    const b = byMonth && scrollY > rows.offsetTop ? app.found.at(index) : undefined;
    byId('month-now').textContent = b ? (byYear() ? yearOf : monthOf)(b.created) : '';
  }

  rows.addEventListener('pointerover', (event) => {
    const row = event.target.closest('.row');
    if (row && event.pointerType === 'mouse') actionsIn(row);
  });

  function actionsIn(row) {
    const b = app.found.at(app.view.indexOf(row));
    if (b) app.actions.show(row, b, app.selected.has(b.id), app.asking.hasWords());
  }

  return {
    block,
    actionsIn,
    monthNow,
    /** Another question: other marks, and months only in the order of time. */
    ask(newMarks, sort) {
      marks = newMarks;
      byMonth = sort === 'new' || sort === 'old';
      rows.toggleAttribute('data-months', byMonth);
    },
    arrived(k) {
      app.view.refill(k);
      firstMonth(k + 1);
    },
    drawn() {
      const fresh = [...rows.querySelectorAll('.row:not([data-drawn])')];
      markCut(fresh);
      for (const row of fresh) row.dataset.drawn = '';
      app.focus.drawn();
    },
    /** Says to a screen reader how many rows there are, now that it is known. */
    sizes() {
      for (const article of rows.querySelectorAll('article')) article.setAttribute('aria-setsize', app.found.total());
    },
    /** Shows which rows are selected. */
    selected() {
      rows.querySelectorAll('.row').forEach(markSelected);
      const row = app.focus.row();
      if (row) actionsIn(row);
    },
    /** Shows a description to its end, or no longer. */
    toggleWhole(index) {
      const b = app.found.at(index);
      if (!whole.delete(b.id)) whole.add(b.id);
      app.view.refill(Math.floor(index / BLOCK));
    },
  };
}
