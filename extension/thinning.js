/** Which snapshots are kept, so that they reach far back and do not fill the disk. */
const DAY = 86_400_000; // ms
const MOST = 256e6; // bytes of all
const ALWAYS = 2; // the newest of each library, whatever they take
const NEWEST = 6;
const SPANS = [[DAY, 7], [7 * DAY, 4], [30 * DAY, 6]]; // the last one of each of so many in which there is one

/** Those of the latest states of the library, whatever the clock said. */
function latest(list) {
  const left = new Set(list);
  const found = [];
  while (found.length < NEWEST && left.size) {
    const one = [...left].reduce((a, b) => (b.generation > a.generation ? b : a));
    left.delete(one);
    found.push(one);
  }
  return found;
}

/**
 * Those of one library that are kept if there is room. What the time is now does
 * not count: a clock that was wrong for an hour would cost what is months old.
 */
function worthy(list) {
  const kept = new Set([...list.slice(0, NEWEST), ...latest(list)]);
  for (const [span, count] of SPANS) {
    const seen = new Set(); // spans of which the newest is kept
    for (const one of list) {
      const at = Math.floor(one.time / span);
      if (seen.has(at) || seen.size >= count) continue;
      seen.add(at);
      kept.add(one);
    }
  }
  return kept;
}

/**
 * Which of the snapshots, newest first, are no longer kept. Those of a library
 * that was lost are not driven out by those of the one after it.
 * @param {{time: number, bytes: number, generation: number, library: string}[]} list
 */
export function spare(list) {
  const own = [...Map.groupBy(list, ({ library }) => library).values()];
  const kept = new Set(own.flatMap((one) => [...worthy(one)]));
  const always = new Set(own.flatMap((one) => one.slice(0, ALWAYS)));
  let bytes = 0;
  return list.filter((one) => {
    if (kept.has(one)) bytes += one.bytes;
    return !always.has(one) && (!kept.has(one) || bytes > MOST);
  });
}
