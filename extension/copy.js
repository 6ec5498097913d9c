/** Copies a bookmark: a link where the other side takes one, else Markdown. */
import { element, safeHref } from './dom.js';

/** Title and address as Markdown that shows the title as it is. */
export function markdown({ title, url }) {
  const text = title.replace(/[\\[\]`*_<>]/g, '\\$&');
  return `[${text}](${url.replace(/[()\s<>]/g, (c) => encodeURIComponent(c).replace('(', '%28').replace(')', '%29'))})`;
}

/** A link as mark-up. */
export function richLink({ title, url }) {
  const link = element('a', { text: title });
  safeHref(link, url);
  link.removeAttribute('rel');
  return new XMLSerializer().serializeToString(link);
}

/** Ways to copy several: the text for each, and its mark-up where it has one. */
const WAYS = {
  links: { text: (b) => `- ${markdown(b)}`, html: (b) => `<li>${richLink(b)}</li>` },
  markdown: { text: (b) => `- ${markdown(b)}` },
  addresses: { text: (b) => b.url },
};

const write = (kinds) => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })])))]);

/** Puts a bookmark on the clipboard. */
export const copyBookmark = (b) => write({ 'text/html': richLink(b), 'text/plain': markdown(b) });

/**
 * Puts several on the clipboard, a line each.
 * @param {'links' | 'markdown' | 'addresses'} way
 */
export function copyAll(list, way) {
  const { text, html } = WAYS[way];
  const kinds = { 'text/plain': `${list.map(text).join('\n')}\n` };
  if (html) kinds['text/html'] = `<ul>${list.map(html).join('')}</ul>`;
  return write(kinds);
}
