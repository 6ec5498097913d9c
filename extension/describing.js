/**
 * The description: the selection as a quotation, the page's own words on
 * request, what is saved already. The line above it says where it is from.
 */
import { field, isTouched, onTouch, pressable, put, say, touch } from './form.js';
import { quotation } from './page.js';

let quote = '';
let copied = false; // the quotation is a bookmark's that the page shows
let words = ''; // the page's own
let always = false; // the person wants the page's own words
let saved = null; // the description of a bookmark that exists

/** Takes the text that is selected on the page. */
export function useSelection(text) {
  if (!text) return;
  quote = quotation(text);
  draw();
}

/** Takes the words of a bookmark that is copied: behind those that are saved, in the place of none. */
export function useCopied(text) {
  quote = text;
  copied = true;
  draw();
}

/** Takes what the page says of itself. */
export function useWords(text) {
  words = text;
  draw();
}

/** Says that the person always wants the page's own words. */
export function useAlways(on) {
  always = on;
  draw();
}

/** Takes the description that is saved. */
export function useSaved(text) {
  saved = text;
  draw();
}

/** What a save carries: the description, and the passage to put behind the one that is saved. */
export function described() {
  if (isTouched('description')) return { description: field.description.value, quote: '' };
  return { description: saved ?? (always && !quote ? words : ''), quote };
}

function draw() {
  if (!isTouched('description')) put('description', behind(described()));
  say('origin', ...origin());
}

/** A description with a passage behind it, as the engine joins them. */
function behind({ description, quote: passage }) {
  if (!passage || description.includes(passage)) return description;
  return description ? `${description.trimEnd()}\n\n${passage}` : passage;
}

function origin() {
  const text = field.description.value;
  if (isTouched('description')) return quote && !text.includes(quote) ? [pressable(copied ? 'add what is copied' : 'add your selection', addSelection)] : ownWords(text);
  if (quote && saved?.includes(quote)) return [];
  if (quote && saved) return [copied ? '+ what is copied (' : '+ your new selection (', pressable('undo', dropSelection), ')'];
  if (quote) return [copied ? 'copied' : 'from your selection'];
  if (text && saved === null) return ['the page’s own words'];
  return ownWords(text);
}

const ownWords = (text) => (words && !text.trim() ? [pressable('use the page’s own words', takeWords)] : []);

function takeWords() {
  put('description', words);
  touch('description');
  field.description.focus();
}

function addSelection() {
  put('description', behind({ description: field.description.value, quote }));
  touch('description');
  field.description.focus();
}

function dropSelection() {
  quote = '';
  draw();
  field.tags.focus();
}

onTouch((name) => name === 'description' && draw());
