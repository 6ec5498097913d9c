/** What the library knows of the form's address, told in reserved lines. */
import { byUrl, restore } from './api.js';
import { useSaved } from './describing.js';
import { byId, dayOf, element, monthOf, safeHref, visibleUrl } from './dom.js';
import { copiesAll } from './entries.js';
import { completion, field, fill, hints, isTouched, pressable, put, say, tags, touch } from './form.js';
import { openOwn, page } from './page.js';
import { less } from './tagwords.js';

let saved = null; // the bookmark that the form edits
let turn = 0;
let refused = false; // the notice says that the address cannot be saved
let at = ''; // what the address was when it was found
let typed = false; // what is saved was found by an address typed here: another address is another page's

/** The bookmark that exists already, or null. */
export const savedBookmark = () => saved;

/** Asks the library about the address in the form. */
export async function look() {
  const asked = ++turn;
  const url = field.url.value;
  const known = await byUrl(url || page().url);
  completion.running();
  if (copiesAll()) return; // the form is no longer about this page
  if (asked !== turn || field.url.value !== url) return;
  if (saved && typed && known.exact?.id !== saved.id) forget();
  if (!saved) say('state');
  if (refused && known.savable) say('notice');
  refused = !known.savable;
  if (refused) {
    say('notice', url || page().url ? known.reason : 'This page has no address that can be saved.', url ? '' : ' Type one to save another page.');
    return;
  }
  unwrap(url, known.url);
  tellTracking(known);
  if (known.exact) tellSaved(known.exact);
  else if (known.trashed) tellTrashed(known.trashed);
  tellVariants(known.variants);
}

/** Looks once more where another address has been typed since: a save moves no bookmark that was found by the one before. */
export async function lookAgain() {
  while (saved && typed && field.url.value !== at && !copiesAll()) await look(); // one that was overtaken has told nothing
}

/** The address as it is stored: out of a reader's or a source view, without user and password. */
function unwrap(url, stored) {
  if (url.trim() === stored || saved) return;
  put('url', stored);
  if (/^[a-z]+:\/\/[^/?#\\]*@/i.test(url.trim())) say('notice', 'The user name and password in this address are taken out; they are not saved.');
}

function tellTracking({ tracking, clean }) {
  if (!tracking.length) {
    say('tracking');
    return;
  }
  say('tracking', element('span', { text: `carries tracking: ${tracking.join(', ')}` }), pressable('clean it', () => {
    put('url', clean);
    touch('url');
    field.tags.focus();
    look();
  }));
}

function tellSaved(bookmark) {
  if (saved && saved.id !== bookmark.id) {
    say('notice', `Another bookmark has this address: “${bookmark.title}”.`);
    return;
  }
  edit(bookmark);
  const name = cleaned(page().title);
  const renamed = !isTouched('title') && name && name !== bookmark.title;
  if (renamed && page().url) say('notice', `The page is now called “${name}”. `, pressable('use it', () => {
    put('title', name);
    touch('title');
    say('notice');
    field.tags.focus();
  }));
}

/** A title with its white space as the library keeps it (CleanTitle in core). */
const cleaned = (title) => title.split(/[\s\p{Cc}]+/u).filter(Boolean).join(' ');

/** The form stands for no bookmark again; what the person touched stays. */
function forget() {
  const had = saved.tags;
  saved = null;
  typed = false;
  byId('delete').hidden = true;
  say('state');
  fill('title', page().title);
  fill('unread', false);
  hints.then((usual) => saved || fill('private', usual.private));
  tags.set(isTouched('tags') ? less(tags.tags(), had) : []);
  page().seen = undefined;
  useSaved(null);
}

/** Puts a bookmark that exists into the form; what the person touched stays, typed tags join. */
export function edit(bookmark) {
  saved = bookmark;
  for (const name of ['url', 'title', 'private', 'unread']) fill(name, bookmark[name]);
  useSaved(bookmark.description);
  joinTags(bookmark.tags);
  say('state', savedWhen(bookmark), ' · ', pressable('in the library', () => openOwn(`library.html#q=${encodeURIComponent(bookmark.url)}`)),
    ' · ', pressable('history', () => openOwn(`library.html#history=${bookmark.id}`)));
  byId('delete').hidden = false;
  typed = isTouched('url');
  at = field.url.value;
}

/** Tags that the bookmark has join those typed, but for the ones that the person has seen there and taken out. */
function joinTags(list) {
  tags.keep(list); // a draft has put them in as text
  const fresh = less(list, page().seen ?? []);
  if (!isTouched('tags')) tags.set(list);
  else if (fresh.length) tags.join(fresh, { typing: !page().drafted });
  page().seen = list;
}

function savedWhen({ created, updated }) {
  const [then, last] = [new Date(created), new Date(updated)];
  if (then.toDateString() === last.toDateString()) return `saved ${monthOf(created)}`;
  const edited = then.getFullYear() === last.getFullYear() ? dayOf(updated) : last.getFullYear();
  return `saved ${monthOf(created)}, edited ${edited}`;
}

function tellTrashed(bookmark) {
  const when = `${dayOf(bookmark.deleted)} ${new Date(bookmark.deleted).getFullYear()}`;
  say('state', `deleted ${when} · `, pressable('restore', async () => {
    try {
      await restore({ ids: [bookmark.id] });
      await look();
      field.tags.focus();
    } catch (error) {
      say('notice', error.message);
    }
  }));
}

function tellVariants(variants) {
  const shown = variants.slice(0, 2).map(({ url, title }) => {
    const link = element('a', { target: '_blank', title, text: visibleUrl(url) });
    safeHref(link, url);
    return link;
  });
  say('variants', ...(shown.length ? ['also saved: ', ...shown.flatMap((link) => [link, ' '])] : []));
}

field.url.addEventListener('change', () => look().catch((error) => say('notice', error.message)));
