/** The line that says which of the tags typed is a new one, and what it may have been meant for. */
import { near } from './api.js';
import { debounce } from './dom.js';
import { field, hints, onTouch, pressable, say, tags } from './form.js';
import { keyOf } from './tagwords.js';

/** The tag typed last, once a space has ended it. */
const last = () => (/[\s,]$/.test(field.tags.value) ? tags.tags().at(-1) : undefined);

async function tell() {
  const tag = last();
  const { rows, all } = await hints;
  if (!tag || rows.some((row) => keyOf(row[1]) === keyOf(tag))) {
    say('new-tag');
    return;
  }
  const like = await near(tag).catch(() => null);
  if (last() !== tag) return;
  if (like) say('new-tag', `new tag: ${tag} · `, pressable(`did you mean ${like.tag} (${like.count})?`, () => replace(tag, like.tag)));
  else if (all && rows.length) say('new-tag', `new tag: ${tag}`);
  else say('new-tag');
}

function replace(tag, by) {
  tags.toggle(tag);
  if (!tags.tags().some((t) => keyOf(t) === keyOf(by))) tags.toggle(by);
  say('new-tag');
  field.tags.focus();
}

const tellSoon = debounce(tell, 150);

onTouch((name) => {
  if (name !== 'tags') return;
  if (!last()) say('new-tag');
  tellSoon();
});
