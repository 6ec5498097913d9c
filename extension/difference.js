/** What a change did to one bookmark, in words and in texts before and after. */
import { element, visibleUrl } from './dom.js';

const ROOM = 300; // characters of a text that are shown

const NAMES = { title: 'title', url: 'address', description: 'description', created: 'date' };
const STATES = { private: ['made private', 'made public'], unread: ['marked unread', 'marked read'] };

const short = (text) => (text.length > ROOM ? `${text.slice(0, ROOM).toWellFormed()}…` : text);
const mark = (name, text) => element(name, {}, [element('bdi', { text })]);

function texts(name, [before, after]) {
  const shown = { url: visibleUrl, created: (time) => new Date(time).toLocaleString() }[name] ?? short;
  const parts = [`${NAMES[name]}: `];
  if (before) parts.push(mark('del', shown(before)), ' ');
  parts.push(after ? mark('ins', shown(after)) : 'taken away');
  return element('p', {}, parts);
}

function tags([before, after]) {
  const lost = before.filter((tag) => !after.includes(tag));
  const won = after.filter((tag) => !before.includes(tag));
  if (!lost.length && !won.length) return element('p', { text: 'tags: in another order' });
  return element('p', {}, ['tags: ', ...lost.flatMap((tag) => [mark('del', tag), ' ']), ...won.flatMap((tag) => [mark('ins', tag), ' '])]);
}

/** The lines for one difference. */
export function differenceLines({ created, deleted, fields }) {
  if (created) return [element('p', { text: 'saved for the first time' })];
  const lines = Object.entries(fields).map(([name, pair]) => {
    if (name === 'tags') return tags(pair);
    if (STATES[name]) return element('p', { text: STATES[name][pair[1] ? 0 : 1] });
    return texts(name, pair);
  });
  if (deleted !== undefined) lines.push(element('p', { text: deleted ? 'moved to the trash' : 'taken out of the trash' }));
  return lines;
}
