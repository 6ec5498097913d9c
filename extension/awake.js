/** Keeps the background from being ended while it works: a browser ends one from which it has heard nothing for thirty seconds, whatever that is at. */
import { browser } from './browser.js';

const BEAT = 10_000; // ms

/**
 * Has the browser hear of us.
 * @param {number} [longest] ms, after which it hears no more
 * @returns {() => void} ends that
 */
export function stayAwake(longest) {
  const beat = setInterval(() => browser.runtime.getPlatformInfo(), BEAT);
  const last = longest && setTimeout(() => clearInterval(beat), longest);
  return () => {
    clearInterval(beat);
    clearTimeout(last);
  };
}
