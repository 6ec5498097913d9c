/**
 * The only way to a server, and only to one that the person has named, with its
 * token: to publish, by a press or by itself where that was asked for, and to fetch
 * an account by a press. Each call needs an address and a token, which nobody else knows.
 */

import { canceled, patience } from './patience.js';

const TRIES = 6; // of a call that the server puts off
const FIRST_WAIT = 3000; // ms, doubled each time
const ANSWER = 4 * 1024 * 1024; // bytes of any answer that is not an account
export const ACCOUNT = 1024 * 1024 * 1024; // bytes of one that is

/**
 * Reads an address as a person writes it.
 * @returns {{home: string, api: string, origin: string, host: string}} origin: the pattern of the permission
 */
export function addressOf(text) {
  const written = /^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  let url;
  try {
    url = new URL(written);
  } catch {
    throw new Error(`“${text}” is no address. Write it as https://pins.example.`);
  }
  const local = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) throw new Error('The token would go over the network for all to read. Use an address that begins with https://.');
  if (url.username || url.password) throw new Error('Write the token into its own field, not into the address.');
  const path = url.pathname.replace(/\/*(v1\/*)?$/, '/');
  return { home: `${url.origin}${path}`, api: `${url.origin}${path}v1/`, origin: `${url.protocol}//${url.hostname}/*`, host: url.host };
}

/** Whose page it is: the part of a token before the colon. */
export const nameIn = (token) => token.slice(0, Math.max(token.indexOf(':'), 0));

const wait = (ms, signal) => new Promise((resolve, reject) => {
  if (signal?.aborted) {
    reject(canceled());
    return;
  }
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(canceled());
  }, { once: true });
});

/** How long the server asks to wait, in ms; 0 if it does not say. */
const asked = (response) => Math.ceil(Math.min(Math.max(Number(response.headers.get('Retry-After')) || 0, 0), 600)) * 1000;

async function request(address, init, bounds) {
  try {
    return bounds.counted(await fetch(address, { ...init, signal: bounds.signal }));
  } catch (error) {
    throw bounds.ends(error);
  }
}

/**
 * Calls a method of a server's API; one that says "too often" is called again later.
 * @param {{api: string, token: string, inAddress?: boolean}} server inAddress: it takes the token there alone, as Pinboard does
 * @param {string} method
 * @param {{body?: Uint8Array, signal?: AbortSignal, onWait?: (seconds: number) => void, most?: number}} [options] most: bytes of the answer
 * @returns {Promise<import('./patience.js').Answer>} whatever its status; rejects with a sentence if there was none
 */
export async function ask({ api, token, inAddress }, method, { body, signal, onWait, most = ANSWER } = {}) {
  const address = `${api}${method}?format=json${inAddress ? `&auth_token=${encodeURIComponent(token)}` : ''}`;
  for (let turn = 1; ; turn++) {
    const response = await request(address, {
      method: body ? 'POST' : 'GET',
      headers: { ...(!inAddress && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': 'application/json' }) },
      body, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
    }, patience(signal, most));
    if (response.status !== 429 || turn === TRIES) return response;
    await response.cancel();
    const ms = asked(response) || FIRST_WAIT * 2 ** (turn - 1);
    onWait?.(Math.round(ms / 1000));
    await wait(ms, signal);
  }
}
