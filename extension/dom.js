/** Small helpers around the DOM. Text only ever goes in as text. */
import { shownHost } from './hostname.js';

/** The element with that id. */
export const byId = (id) => document.getElementById(id);

/** Says something in a line of its own, which is not there while it says nothing. */
export function say(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}

/** A copy of the first element of a template. */
export function fromTemplate(id) {
  return byId(id).content.firstElementChild.cloneNode(true);
}

/**
 * Makes an element.
 * @param {string} name
 * @param {{text?: string, class?: string, [attribute: string]: any}} [props] attributes; text; on: {event: listener}
 * @param {Node[]} [children]
 */
export function element(name, { text, on, ...attributes } = {}, children = []) {
  const el = document.createElement(name);
  if (text !== undefined) el.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) el.setAttribute(key, value === true ? '' : value);
  }
  for (const [event, listener] of Object.entries(on ?? {})) el.addEventListener(event, listener);
  el.append(...children);
  return el;
}

const LINKABLE = /^(https?|ftp):\/\//i;

/** The one place where a link gets its address. */
function lead(link, address) {
  link.href = address;
}

/**
 * Saves a blob in the person's downloads. Firefox refuses blobs in its own
 * interface for downloads, and a link does it in both browsers.
 */
export function saveBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = element('a', { download: name });
  lead(link, address);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name with today's date: "pinfold-2026-11-25.json" */
export function datedName(ending) {
  const now = new Date();
  const two = (n) => String(n).padStart(2, '0');
  return `pinfold-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${ending}`;
}

/**
 * Makes a link lead to an address of a bookmark: anything but http, https and
 * ftp stays text.
 */
export function safeHref(link, url) {
  if (!LINKABLE.test(url)) return false;
  lead(link, url);
  link.rel = 'noopener noreferrer';
  return true;
}

const DIRECTION = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u0000-\u001f\u007f-\u009f]/g;

const HOST = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#\\]*@)?)([^/?#\\:]*)/i;

const escaped = (text) => text.replace(DIRECTION, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A host to read, judged without what its letters hide behind. */
function visibleHost(host) {
  const bare = host.replace(DIRECTION, '');
  const shown = shownHost(bare);
  return shown === bare ? escaped(host) : shown;
}

/** An address to read: what turns or hides its letters is made visible, and a host in letters that mislead stands in plain ones. */
export function visibleUrl(url) {
  const [head, before, host] = HOST.exec(url) ?? ['', '', ''];
  return escaped(before) + visibleHost(host) + escaped(url.slice(head.length));
}

/** The host of an address, to show. */
export function hostOf(url) {
  const found = /^[a-z]+:\/\/(?:www\.)?[^/?#\\]*/i.exec(url);
  return found ? visibleUrl(found[0]).replace(/^[a-z]+:\/\/(?:www\.)?/i, '') : '';
}

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

/** "november 2016", in the person's zone. */
export const monthOf = (time) => MONTH.format(new Date(time)).toLowerCase();

/** "2016" */
export const yearOf = (time) => String(new Date(time).getFullYear());

/** "5 nov", in the person's zone. */
export function dayOf(time) {
  const parts = Object.fromEntries(DAY.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
  return `${parts.day} ${parts.month.toLowerCase()}`;
}

/** "14,012" */
export const countText = (n) => n.toLocaleString('en');

/** "1 bookmark", "2 bookmarks" */
export const plural = (n, one, many = `${one}s`) => `${countText(n)} ${n === 1 ? one : many}`;

/** Gives the focus to the first of some elements that is shown and can be used; nothing scrolls. */
export const focusFirst = (...elements) => elements.find((el) => el !== document.body && el.checkVisibility() && !el.disabled)?.focus({ preventScroll: true });

/** Calls f once its calls have rested for ms; .cancel() forgets the last one. */
export function debounce(f, ms) {
  let timer;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(f, ms, ...args);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** Says that a key is not for us: it is being composed, or held down. */
export const ignored = (event) => event.isComposing || event.keyCode === 229 || event.repeat;
