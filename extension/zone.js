const STEP = 7 * 86_400_000; // no zone changes its offset twice within a week

/**
 * Tabulates this machine's offsets from 1990 to the end of next year.
 * @returns {[number, number][]} instants (Unix ms) and seconds east of UTC from them on
 */
export function zoneTable() {
  const end = Date.UTC(new Date().getUTCFullYear() + 2, 0, 1);
  let at = Date.UTC(1990, 0, 1);
  let offset = offsetAt(at);
  const table = [[at, offset]];
  for (let next = at + STEP; at < end; at = next, next += STEP) {
    if (offsetAt(next) === offset) continue;
    const from = firstChange(at, next, offset);
    offset = offsetAt(next);
    table.push([from, offset]);
  }
  return table;
}

const offsetAt = (ms) => new Date(ms).getTimezoneOffset() * -60;

/** Finds the minute between low and high from which the offset differs. */
function firstChange(low, high, offset) {
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
