/**
 * A list of any length by the browser's own scroll bar. Only the blocks near
 * the view are in the document, each laid out by the browser itself. Places
 * are in the list's own pixels; `shift` is what they differ by from the scroll
 * bar's, so that a height that turns out other than estimated moves nothing
 * that is in view. When scrolling rests, bar and list agree again.
 */
import { element } from './dom.js';
import { BLOCK } from './results.js';
import { blocks } from './blocks.js';
import { barHeight, fromBar, toBar } from './scale.js';

const REST = 150; // ms without a scroll event

/**
 * @param {HTMLElement} root
 * @param {{draw: (block: number) => HTMLElement[] | undefined, want: (from: number, to: number) => void, drawn: () => void,
 *   noted: (index: number) => void, covered: () => number}} page noted: which row is at the top, below the pixels covered
 */
export function list(root, { draw, want, drawn, noted, covered }) {
  const map = blocks();
  const shown = new Map(); // number of a block to its element
  const observer = new ResizeObserver((entries) => resized(entries));
  let width = innerWidth;
  let shift = 0;
  let lastScroll = scrollY;
  let scrolledAt = 0;
  let anchor = { index: 0, at: 0 }; // a row and how far below the top of the view it is

  const start = () => root.getBoundingClientRect().top + scrollY;
  const y = () => scrollY - start() + shift;
  const rowAt = (i) => shown.get(Math.floor(i / BLOCK))?.children[i % BLOCK];

  function topOf(i) {
    const k = Math.floor(i / BLOCK);
    const row = rowAt(i);
    if (!row) return map.topOf(k) + (i % BLOCK) * map.row();
    return map.topOf(k) + row.getBoundingClientRect().top - row.parentElement.getBoundingClientRect().top;
  }

  /** The first row that is at least partly below a place. */
  function indexAt(place) {
    const k = map.at(place);
    const rows = shown.get(k)?.children ?? [];
    const inside = place - map.topOf(k);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i].offsetTop + rows[i].offsetHeight > inside) return k * BLOCK + i;
    }
    const guess = k * BLOCK + Math.floor(Math.max(0, inside) / map.row());
    return Math.max(0, Math.min(guess, map.total() - 1, k * BLOCK + BLOCK - 1));
  }

  function note() {
    const index = indexAt(y());
    anchor = { index, at: topOf(index) - y() };
    noted(indexAt(y() + covered()));
  }

  /** Puts the blocks near the view into the document, and takes out the others. */
  function layout() {
    const from = map.at(y() - innerHeight);
    const to = map.total() ? map.at(y() + 2 * innerHeight) : -1;
    for (const [k, el] of shown) {
      if ((k < from || k > to || k >= map.count()) && !el.querySelector('form')) remove(k, el);
    }
    for (let k = from; k <= to; k++) {
      if (!shown.has(k)) make(k);
    }
    position();
    if (to >= 0) want(from, to);
  }

  function remove(k, el) {
    if (el.contains(document.activeElement)) root.focus({ preventScroll: true });
    observer.unobserve(el);
    el.remove();
    shown.delete(k);
  }

  function make(k) {
    const el = element('div', { class: 'block', 'data-block': k });
    const after = [...shown.keys()].filter((other) => other > k);
    root.insertBefore(el, after.length ? shown.get(Math.min(...after)) : null);
    shown.set(k, el);
    fill(k, el);
    observer.observe(el);
  }

  function fill(k, el) {
    const rows = draw(k);
    if (el.contains(document.activeElement)) root.focus({ preventScroll: true });
    el.classList.toggle('waiting', !rows);
    el.style.setProperty('--row', `${map.row()}px`);
    el.style.height = rows ? '' : `${map.heightOf(k)}px`;
    el.replaceChildren(...(rows ?? []));
    if (rows) map.measure(k, el.getBoundingClientRect().height);
  }

  function position() {
    root.style.height = `${barHeight(map.height())}px`;
    for (const [k, el] of shown) el.style.top = `${map.topOf(k) - shift}px`;
  }

  function resized(entries) {
    let changed = false;
    for (const { target, borderBoxSize } of entries) {
      if (target.isConnected && !target.classList.contains('waiting')) changed = map.measure(Number(target.dataset.block), borderBoxSize[0].blockSize) || changed;
    }
    if (changed) adjust();
  }

  /** Takes in where the person has scrolled to: a step moves the rows, a jump means another place. */
  function follow() {
    const by = scrollY - lastScroll;
    if (!by) return;
    lastScroll = scrollY;
    scrolledAt = performance.now();
    if (Math.abs(by) <= 2 * innerHeight) {
      anchor.at -= by;
      return;
    }
    const at = scrollY - start();
    shift = fromBar(at, map.height()) - at;
    note();
  }

  /** Keeps the anchor where it is in the view, unless the list's top is in view. */
  function hold() {
    if (y() <= 0) return;
    shift += topOf(anchor.index) - anchor.at - y();
    position();
  }

  /** Heights have changed: the row at the top of the view stays where it is. */
  function adjust() {
    follow();
    hold();
    layout();
    hold();
    if (performance.now() - scrolledAt > REST) settle();
    else stayWithin();
    if (y() <= 0) note();
  }

  /** In another width every row has another height. */
  function remeasure() {
    map.forget();
    for (const [k, el] of shown) {
      if (!el.classList.contains('waiting')) map.measure(k, el.offsetHeight);
    }
    adjust();
  }

  /** Makes the bar agree with the list. */
  function settle() {
    const place = y();
    if (Math.abs(shift - place + toBar(place, map.height())) >= 1) scrollBar(place);
  }

  /** Moves the bar so that a place of the list is at the top of the view. */
  function scrollBar(place) {
    const at = toBar(place, map.height());
    shift = place - at;
    scrollTo(0, start() + at);
    lastScroll = scrollY;
    const off = scrollY - start() - at; // less than a pixel: the browser has rounded
    if (Math.abs(off) < 1) shift -= off;
    position();
    anchor.at = topOf(anchor.index) - y(); // at the end of the page the bar stops earlier
  }

  function onScroll() {
    if (!root.offsetParent) return;
    follow();
    layout();
    hold();
    note();
    stayWithin();
  }

  /** At an end of the bar there must be the same end of the list. */
  function stayWithin() {
    const at = scrollY - start();
    const last = barHeight(map.height()) - innerHeight;
    if (at <= 0 || y() < 0 || at >= last - 1 || y() > map.height() - innerHeight) settle();
  }

  function rest() {
    if (!root.offsetParent) return;
    follow();
    scrolledAt = 0;
    settle();
    layout();
    note();
  }

  /** Scrolls to a row; at is how far below the top of the view it will be. */
  function toIndex(index, at) {
    scrollBar(topOf(index) - at);
    layout();
    anchor = { index, at: topOf(index) - y() };
  }

  addEventListener('scroll', onScroll, { passive: true });
  addEventListener('scrollend', rest);
  addEventListener('resize', () => {
    if (innerWidth !== width && root.offsetParent) remeasure();
    width = innerWidth;
    rest();
  });

  return {
    rowAt,
    /** The index of the row that an element is in, or -1. */
    indexOf(el) {
      const row = el?.closest?.('.row');
      const block = row?.parentElement;
      return block?.parentElement === root ? Number(block.dataset.block) * BLOCK + [...block.children].indexOf(row) : -1;
    },
    /** Another list, from its top. */
    reset(total) {
      for (const [k, el] of shown) remove(k, el);
      map.resize(total, true);
      shift = 0;
      position();
      scrollTo(0, 0);
      lastScroll = scrollY;
      layout();
      note();
      drawn();
    },
    /** The same list, now known to be of that length. */
    grow(total) {
      if (total === map.total()) return;
      map.resize(total, false);
      adjust();
    },
    /** Draws a block that has arrived. */
    refill(k) {
      const el = shown.get(k);
      if (!el) return;
      fill(k, el);
      adjust();
      drawn();
    },
    /** Draws everything in view again; the row at the top is now another number. */
    renew(total, moved = 0) {
      map.resize(total, false);
      anchor.index = Math.max(0, anchor.index + moved);
      for (const [k, el] of shown) {
        if (k < map.count()) fill(k, el);
      }
      adjust();
      drawn();
    },
    /** Draws everything anew in another density. */
    redraw() {
      map.forget();
      for (const [k, el] of shown) fill(k, el);
      adjust();
      drawn();
    },
    toIndex,
    /** Brings a row into view, between what covers the view above and below. */
    reveal(index, above, below) {
      const top = topOf(index) - y();
      const height = rowAt(index)?.offsetHeight ?? map.row();
      const room = innerHeight - below;
      if (top < above) toIndex(index, above);
      else if (top + height > room) toIndex(index, Math.max(above, room - height));
    },
    anchor: () => anchor,
    range: () => ({ from: Math.min(...shown.keys()), to: Math.max(...shown.keys()) }),
    settle,
  };
}
