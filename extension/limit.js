/** How long is waited for what the browser may never answer. */
const BEAT = 10_000; // ms
const BEATS = 6; // without a sign of life; they are counted, since no time passes for a page that is frozen

/** A promise, or what is said otherwise when it fails or takes longer than ms. */
export function within(ms, promise, otherwise) {
  const late = new Promise((resolve) => { setTimeout(resolve, ms, otherwise); });
  return Promise.race([promise.catch(() => otherwise), late]);
}

/**
 * Watches over work that gives signs of life while it goes on.
 * @param {string} message why it is given up when there was none for a minute
 * @returns {{signal: AbortSignal, heard: () => void, end: () => void}} signal: aborts then
 */
export function vigil(message) {
  const controller = new AbortController();
  let beats = 0;
  const beat = setInterval(() => {
    beats += 1;
    if (beats > BEATS) controller.abort(new Error(message));
  }, BEAT);
  return {
    signal: controller.signal,
    heard() { beats = 0; },
    end() { clearInterval(beat); },
  };
}
