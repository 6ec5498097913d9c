/** How far an import has come, in numbers: done, rate, time left. */
import { countText, plural } from './dom.js';

const EVERY = 250; // ms between two changes of the numbers

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
export function leftText(ms) {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `about ${plural(seconds, 'second')} left`;
  return `about ${plural(Math.round(seconds / 60), 'minute')} left`;
}

/**
 * Moves a bar by the events of a job.
 * @param {HTMLProgressElement} bar
 * @param {HTMLElement} line
 * @returns {(event: object) => void}
 */
export function pace(bar, line) {
  const began = performance.now();
  let shown = -EVERY;
  return (event) => {
    const part = event.writing ? 0 : event.read / event.bytes;
    if (event.writing) bar.removeAttribute('value');
    else bar.value = part;
    const now = performance.now();
    if (now - shown < EVERY) return;
    shown = now;
    line.textContent = numbers(event, part, now - began);
  };
}

function numbers({ read, bytes, entries, writing }, part, ms) {
  const words = [plural(entries, 'bookmark')];
  if (writing) words.push('building the index');
  else words.push(`${sizeText(read)} of ${sizeText(bytes)}`, `${countText(Math.round(entries / (ms / 1000)))} a second`);
  if (ms > 1000 && part > 0) words.push(leftText((ms * (1 - part)) / part));
  return words.join(' · ');
}
