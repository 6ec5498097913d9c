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

/** Puts a bookmark on the clipboard. */
export async function copyBookmark(b) {
  const kinds = { 'text/html': richLink(b), 'text/plain': markdown(b) };
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })])))]);
}
