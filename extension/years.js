/** The years of what was found: how many of each, and to narrow to one. */
import { byId, countText, element, plural } from './dom.js';
import { replaceRows } from './replacing.js';

const LEAST = 4; // a bar's width in percent, so that one of many is seen

/**
 * @param {(year: number) => void} press narrows to a year, or widens again
 */
export function years(press) {
  const list = byId('years');

  function row({ year, count }, most, asked) {
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.style.width = `${Math.max(LEAST, Math.round((100 * count) / most))}%`;
    const button = element('button', {
      type: 'button', class: 'plain', 'data-name': year, 'aria-pressed': String(asked), 'aria-label': `${year}, ${plural(count, 'bookmark')}`, text: year, on: { click: () => press(year) },
    });
    return element('li', {}, [button, element('span', { class: 'bars' }, [bar]), element('span', { class: 'count', text: countText(count) })]);
  }

  return {
    /** Shows the years found, the newest first; a single one only if it was asked for. */
    show(found, terms) {
      const asked = (year) => terms.some(({ text }) => text === `on:${year}`);
      const most = Math.max(...found.map(({ count }) => count));
      const shown = found.length > 1 || found.some(({ year }) => asked(year)) ? found : [];
      byId('years-heading').hidden = !shown.length;
      replaceRows(list, shown.map((one) => row(one, most, asked(one.year))));
    },
  };
}
