/** Which snapshots are kept, so that they reach far back and do not fill the disk. */
const DAY = 86_400_000; // ms
const MOST = 256e6; // bytes of all
const ALWAYS = 2; // the newest, whatever they take
const NEWEST = 6;
const SPANS = [[DAY, 7], [7 * DAY, 4], [30 * DAY, 6]]; // the last one of each of so many

/**
 * Which of the snapshots, newest first, are no longer kept.
 * @param {{time: number, bytes: number}[]} list
 */
export function spare(list, now) {
  const kept = new Set(list.slice(0, NEWEST));
  for (const [span, count] of SPANS) {
    const seen = new Set(); // spans of which the newest is kept
    for (const one of list) {
      const at = Math.floor(one.time / span);
      if (seen.has(at) || Math.floor(now / span) - at >= count) continue;
      seen.add(at);
      kept.add(one);
    }
  }
  let bytes = 0;
  return list.filter((one, i) => {
    if (kept.has(one)) bytes += one.bytes;
    return i >= ALWAYS && (!kept.has(one) || bytes > MOST);
  });
}
