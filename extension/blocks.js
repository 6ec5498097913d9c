/**
 * Where each block of the list stands: measured heights where a block has been
 * drawn, an estimate elsewhere.
 */
import { BLOCK } from './results.js';

const FIRST_GUESS = 100; // px a row

export function blocks() {
  let total = 0;
  let row = FIRST_GUESS;
  let guessed = true;
  let heights = [];
  let tops = new Float64Array(1);

  const count = () => Math.ceil(total / BLOCK);
  const rowsIn = (k) => Math.min(BLOCK, total - k * BLOCK);
  const heightOf = (k) => heights[k] ?? rowsIn(k) * row;

  function sum() {
    tops = new Float64Array(count() + 1);
    for (let k = 0; k < count(); k++) tops[k + 1] = tops[k] + heightOf(k);
  }

  return {
    count,
    heightOf,
    row: () => row,
    total: () => total,
    height: () => tops[count()],
    topOf: (k) => tops[Math.max(0, Math.min(k, count()))],
    /** The block at a place. */
    at(y) {
      let low = 0;
      let high = count() - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle] <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    /** Another number of rows; with forget, of another list. */
    resize(n, forget) {
      if (forget) heights = [];
      else if (n !== total) heights.length = Math.min(heights.length, Math.max(0, Math.ceil(Math.min(n, total) / BLOCK) - 1));
      total = n;
      sum();
    },
    /** Rows look otherwise now: nothing measured holds. */
    forget() {
      heights = [];
      guessed = true;
      sum();
    },
    /** Notes a measured height; false if it is known. */
    measure(k, height) {
      if (Math.abs((heights[k] ?? -1) - height) < 0.5) return false;
      heights[k] = height;
      if (guessed && rowsIn(k) >= 10) {
        row = height / rowsIn(k);
        guessed = false;
      }
      sum();
      return true;
    },
  };
}
