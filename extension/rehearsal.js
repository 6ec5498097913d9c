/**
 * A word that is asked for while nobody types, of which nothing is shown. What
 * a background that was just started has to read and to compile for its first
 * word is done by then, and the person's own first word comes as soon as the next.
 */
import { search } from './api.js';

const LETTERS = /\p{L}{3}/u; // as many as a person types before they look

/**
 * Asks for the first letters of a title. Whoever types meanwhile waits for no
 * more than their own word would have taken.
 * @param {string | undefined} title of a page or a bookmark; without letters nothing is asked
 * @param {number} limit how many results the page asks for
 */
export function rehearse(title, limit) {
  const [query] = LETTERS.exec(title ?? '') ?? [];
  if (query) search({ query, typing: true, limit }).catch(() => {}); // whoever asks in earnest hears why
}
