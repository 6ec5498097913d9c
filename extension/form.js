/**
 * The fields of the popup's form. Each has a touched mark: a late answer fills
 * untouched fields only, and a save carries only what was touched.
 */
import { completer } from './completion.js';
import { byId, element } from './dom.js';
import { readHints } from './hints.js';
import { tagField } from './tagfield.js';

const FIELDS = ['url', 'title', 'description', 'tags', 'private', 'unread'];
const touched = new Set();
const listeners = [];
let offered = [];

/** The inputs by the names of their fields. */
export const field = Object.fromEntries(FIELDS.map((name) => [name, byId(name)]));

/** What is known before the engine is up. */
export const hints = readHints();

/** Completes tags, from the hints or the engine. */
export const completion = completer(hints);

export const tags = tagField(field.tags, byId('tag-list'), {
  complete: completion.complete,
  suggestions: () => offered,
  onInput: () => touch('tags'),
});

/** Sets the tags that ↓ in an empty field lists. */
export const offer = (list) => { offered = list; };

/**
 * Marks a field as the person's and tells those who listen.
 * @param {string} name
 * @param {{now?: boolean}} [options] now: the person does it at this moment; false for what comes back from before
 */
export function touch(name, { now = true } = {}) {
  touched.add(name);
  for (const listener of listeners) listener(name, now);
}

/** Calls listener(name, now) whenever the person changes a field, or what they have changed before comes into it. */
export const onTouch = (listener) => listeners.push(listener);

export const isTouched = (name) => touched.has(name);
export const touchedNames = () => [...touched];

/** Sets a field unless the person has touched it. */
export function fill(name, value) {
  if (!touched.has(name)) put(name, value);
}

/** Sets a field, whoever has touched it. */
export function put(name, value) {
  if (name === 'tags') tags.set(value);
  else if (field[name].type === 'checkbox') field[name].checked = value;
  else field[name].value = value;
}

/** What a field holds. */
export function valueOf(name) {
  if (name === 'tags') return tags.tags();
  return field[name].type === 'checkbox' ? field[name].checked : field[name].value;
}

/**
 * Says something in a line whose room is reserved; nothing moves by it.
 * @param {string} id
 * @param {...(string|Node)} parts none: the line is empty
 */
export function say(id, ...parts) {
  byId(id).replaceChildren(...parts);
  byId(id).hidden = !parts.length;
}

/** A button that reads as part of a sentence. */
export const pressable = (text, click) => element('button', { type: 'button', text, on: { click } });

for (const name of ['url', 'title', 'description']) field[name].addEventListener('input', () => touch(name));
for (const name of ['private', 'unread']) field[name].addEventListener('change', () => touch(name));
