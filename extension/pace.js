/** How far a job has come, in numbers: done, rate, time left. */
import { countText, plural } from './dom.js';

const EVERY = 250; // ms between two changes of the numbers
const READING = 0.5; // of an import; the rest is building the index

/** "4.2 MB" */
export function sizeText(bytes) {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let n = bytes;
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000;
    unit += 1;
  }
  return `${n.toLocaleString('en', { maximumFractionDigits: unit > 1 && n < 100 ? 1 : 0 })} ${units[unit]}`;
}

/** "about 12 seconds left" */
function leftText(ms) {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `about ${plural(seconds, 'second')} left`;
  return `about ${plural(Math.round(seconds / 60), 'minute')} left`;
}

/**
 * Moves a bar by the events of an import.
 * @param {HTMLProgressElement} bar
 * @param {HTMLElement} line
 * @param {boolean} planning it will not build an index
 * @returns {(event: object) => void}
 */
export function pace(bar, line, planning) {
  const began = performance.now();
  let shown = 0;
  return (event) => {
    const share = shareOf(event, planning);
    bar.value = share;
    const now = performance.now();
    if (now - shown < EVERY) return;
    shown = now;
    line.textContent = numbers(event, share, now - began);
  };
}

function shareOf({ read, bytes, writing, permille }, planning) {
  if (writing) return READING + ((1 - READING) * permille) / 1000;
  return (read / bytes) * (planning ? 1 : READING);
}

function numbers({ read, bytes, entries, writing }, share, ms) {
  const words = [plural(entries, 'bookmark')];
  if (writing) words.push('building the index');
  else words.push(`${sizeText(read)} of ${sizeText(bytes)}`, `${countText(Math.round(entries / (ms / 1000)))} a second`);
  if (ms > 1000 && share > 0) words.push(leftText((ms * (1 - share)) / share));
  return words.join(' · ');
}
