/**
 * What pages know before the engine is up: two tables that the engine wrote to
 * storage.local. A table is a hint, never written back; the order in it is the
 * engine's.
 */
import { browser } from './browser.js';

/**
 * Reads what the form uses: the tags as rows of [folded, tag, count], the most
 * used first; whether they are all; how many bookmarks there are, if known;
 * and how a new one begins.
 * @returns {Promise<{rows: [string, string, number][], all: boolean, bookmarks?: number, private: boolean, description: boolean}>}
 */
export async function readHints() {
  const { hints } = await browser.storage.local.get('hints');
  return { rows: [], all: false, private: true, description: false, ...hints };
}

const SEPARATORS = new Set('-_.:/+#@');

/** How a fragment stands in a tag: 0 equal, 1 start, 2 start of a part, 3 inside, 4 not. */
function matchClass(tag, fragment) {
  const at = tag.indexOf(fragment);
  if (at < 0) return 4;
  if (at === 0) return tag.length === fragment.length ? 0 : 1;
  for (let from = at; from >= 0; from = tag.indexOf(fragment, from + 1)) {
    if (SEPARATORS.has(tag[from - 1])) return 2;
  }
  return 3;
}

/**
 * Completes a fragment from the table, in the engine's order within a class.
 * @param {[string, string, number][]} rows
 * @param {string[]} typed the tags already in the field
 * @returns {{tag: string, count: number}[]}
 */
export function completeFrom(rows, fragment, typed, limit) {
  const folded = fragment.toLowerCase();
  const have = new Set(typed.map((tag) => tag.toLowerCase()));
  const classes = [[], [], [], []];
  for (const [key, tag, count] of rows) {
    const found = matchClass(key, folded);
    if (found < 4 && !have.has(tag.toLowerCase())) classes[found].push({ tag, count });
  }
  return classes.flat().slice(0, limit);
}

let marks; // promise of the table of saved addresses, which may have megabytes

/** Reads the table of saved addresses anew when it is next needed. */
export function forgetMarks() {
  marks = undefined;
}

/** Says whether an address is in the table of saved ones. */
export async function isSaved(url) {
  marks ??= browser.storage.local.get('marks');
  const table = (await marks).marks;
  return table ? contains(table.hashes, addressHash(url)) : false;
}

/** Looks for 12 hex digits in an ascending row of them. */
function contains(hashes, hash) {
  let low = 0;
  let high = hashes.length / 12;
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = hashes.slice(12 * middle, 12 * middle + 12);
    if (here === hash) return true;
    if (here < hash) low = middle + 1;
    else high = middle;
  }
  return false;
}

const lower = (text) => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

const PORTS = { http: '80', https: '443', ftp: '21' };

/** The key under which two addresses are one bookmark, as core/weburl has it. */
function sameKey(url) {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#\\]*@)?([^/?#\\]*)(.*)$/is.exec(url);
  if (!parts) return url;
  const scheme = parts[1].toLowerCase();
  const host = lower(parts[2]).replace(/:(\d*)$/, (whole, port) => (port === '' || port === PORTS[scheme] ? '' : whole));
  return `${scheme}://${host}${parts[3]}`;
}

const MASK = (1n << 64n) - 1n;

/** The first 48 bits of the hash that core/weburl files an address under, in hex. */
export function addressHash(url) {
  let hash = 14695981039346656037n;
  for (const byte of new TextEncoder().encode(sameKey(url))) hash = ((hash ^ BigInt(byte)) * 1099511628211n) & MASK;
  hash ^= hash >> 33n;
  hash = (hash * 0xff51afd7ed558ccdn) & MASK;
  hash ^= hash >> 33n;
  hash = (hash * 0xc4ceb9fe1a85ec53n) & MASK;
  hash ^= hash >> 33n;
  return (hash >> 16n).toString(16).padStart(12, '0');
}
