/** What narrows: the tags that go with what was found, and the filters. */
import { byId, countText, element } from './dom.js';
import { replaceRows } from './replacing.js';

const FIRST = 25; // tags shown before "more" is pressed
const FILTERS = [['unread', 'unread'], ['private', 'private'], ['untagged', 'untagged'], ['trashed', 'trash']];

/**
 * @param {{add: (tag: string) => void, without: (tag: string) => void}} press
 */
export function facets(press) {
  const list = byId('facets');
  const box = byId('facet-filter');
  let tags = [];
  let all = false; // all tags are shown
  let question = ''; // the terms that they go with

  function row({ tag, count }) {
    return element('li', {}, [
      element('button', { type: 'button', class: 'tag', 'data-name': `+${tag}`, on: { click: () => press.add(tag) } }, [element('bdi', { text: tag })]),
      element('span', { class: 'count', text: countText(count) }),
      element('button', { type: 'button', class: 'minus', 'data-name': `-${tag}`, 'aria-label': `Without ${tag}`, title: `Without ${tag}`, text: '−', on: { click: () => press.without(tag) } }),
    ]);
  }

  function draw() {
    const wanted = box.value.trim().toLowerCase();
    const found = tags.filter(({ tag }) => tag.toLowerCase().includes(wanted));
    const rows = found.slice(0, all || wanted ? found.length : FIRST).map(row);
    if (rows.length < found.length) rows.push(element('li', {}, [element('button', { type: 'button', class: 'plain', text: `… ${found.length - rows.length} more`, on: { click: more } })]));
    if (!rows.length && wanted) rows.push(element('li', { class: 'quiet', text: 'No tag here has these letters.' }));
    replaceRows(list, rows);
  }

  function more() {
    all = true;
    draw();
    list.children[FIRST]?.querySelector('button').focus();
  }

  box.addEventListener('input', draw);
  return {
    /** Shows the tags of what was found, less those asked for. */
    show(found, terms) {
      const asked = terms.filter(({ tag }) => tag).map(({ tag }) => tag.toLowerCase());
      tags = found.filter(({ tag }) => !asked.includes(tag.toLowerCase()));
      const now = JSON.stringify(terms.map(({ text }) => text));
      all = all && now === question; // of the same question more are still wanted
      question = now;
      byId('facets-heading').textContent = asked.length ? `with ${asked.join(' + ')}` : 'tags';
      byId('facets-heading').hidden = !tags.length;
      box.hidden = tags.length < 8 && !box.value;
      draw();
    },
    count: () => tags.length,
  };
}

/** Draws the filters with their counts; those in the query are pressed. */
export function filters(press) {
  const buttons = FILTERS.map(([name, word]) => {
    const count = element('span', { class: 'count' });
    const button = element('button', { type: 'button', class: 'plain', 'data-filter': name, on: { click: () => press(name) } }, [word, ' ', count]);
    byId('filters').append(button);
    return { name, button, count };
  });
  return {
    /** Shows the counts, none while they are not known. */
    show(stats) {
      for (const { name, count } of buttons) count.textContent = stats[name] === undefined ? '' : countText(stats[name]);
      const trash = buttons.at(-1).button;
      trash.hidden = !stats.trashed && trash.getAttribute('aria-pressed') !== 'true';
    },
    pressed(terms) {
      for (const { name, button } of buttons) button.setAttribute('aria-pressed', String(terms.some(({ text }) => text === `is:${name}`)));
    },
  };
}
