/**
 * A browser draws no element taller than some 17 million pixels, and a
 * library may be taller. Then the scroll bar runs over a shorter length: true
 * near both ends, so that they are reached exactly, and proportional between.
 */
const TALLEST = 12_000_000; // px
const EDGE = 100_000; // px

/** How tall the list is for the browser. */
export const barHeight = (height) => Math.min(height, TALLEST);

/** The place in the list, in pixels from its top, that a place of the bar means. */
export function fromBar(at, height) {
  if (height <= TALLEST || at < EDGE) return at;
  if (at > TALLEST - EDGE) return height - (TALLEST - at);
  return EDGE + (at - EDGE) * ((height - 2 * EDGE) / (TALLEST - 2 * EDGE));
}

/** The place of the bar for a place in the list. */
export function toBar(at, height) {
  if (height <= TALLEST || at < EDGE) return at;
  if (at > height - EDGE) return TALLEST - (height - at);
  return EDGE + (at - EDGE) * ((TALLEST - 2 * EDGE) / (height - 2 * EDGE));
}
