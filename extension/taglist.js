/** All tags: open one, rename it, merge it into another, delete it. */
import { deleteTag, renameTag, tags as askTags } from './api.js';
import { byId, countText, debounce, element, ignored, plural } from './dom.js';

const SHOWN = 300;

/** A name as the library will have it (CleanTag in core). */
const cleaned = (name) => name.trim().normalize('NFC').replace(/\s+/g, '-').replace(/[,\p{Cc}]/gu, '-');

/**
 * @param {{open: (tag: string) => void, undo: object, failed: (error: Error, again: () => void) => void}} page
 */
export function tagList({ open, undo, failed }) {
  const list = byId('tag-rows');
  const prefix = byId('tag-prefix');
  let busy = false; // with a change, which takes a while if a snapshot is made before

  async function draw() {
    if (list.querySelector('form')) return; // not under the hand
    try {
      const { tags, total } = await askTags({ prefix: prefix.value.trim(), limit: SHOWN });
      if (list.querySelector('form')) return;
      const focused = document.activeElement?.closest('#tag-rows li')?.dataset.tag;
      const button = document.activeElement?.dataset.does;
      if (!shows(tags)) list.replaceChildren(...tags.map(row)); // else one of them may just be pressed
      if (focused) list.querySelector(`li[data-tag="${CSS.escape(focused)}"] [data-does="${button}"]`)?.focus();
      if (!prefix.value) byId('tags-heading').textContent = `all ${plural(total, 'tag')}`;
      byId('tags-more').textContent = moreText(total, tags.length);
    } catch (error) {
      failed(error, draw);
    }
  }

  /** Whether the rows are those of these tags. */
  const shows = (tags) => tags.length === list.children.length && tags.every(({ tag, count }, i) => {
    const { dataset } = list.children[i];
    return dataset.tag === tag && dataset.count === String(count);
  });

  function moreText(total, shown) {
    if (!total) return prefix.value ? 'No tag begins so. Type less of it.' : 'There are no tags yet. They come with the bookmarks you save.';
    return total > shown ? `The ${shown} most used are shown, of ${countText(total)}. Type the beginning of another one.` : '';
  }

  const button = (does, text, f, label) => element('button', { type: 'button', class: does === 'open' ? 'tag' : 'plain', 'data-does': does, 'aria-label': label, on: { click: f } }, [element('bdi', { text })]);

  function row({ tag, count }) {
    const li = element('li', { 'data-tag': tag, 'data-count': count });
    li.append(button('open', tag, () => open(tag)), element('span', { class: 'count', text: countText(count) }),
      button('rename', 'rename', () => rename(li, tag, count), `Rename ${tag}`), button('delete', 'delete', () => drop(tag, count), `Delete ${tag}`));
    return li;
  }

  async function drop(tag, expected) {
    if (busy) return;
    busy = true;
    try {
      const { change, count } = await undo.changing(expected, () => deleteTag(tag));
      undo.did(change, `Took the tag “${tag}” from ${plural(count, 'bookmark')}.`);
      await draw();
      catchFocus(prefix);
    } catch (error) {
      failed(error, () => drop(tag, expected));
    } finally {
      busy = false;
    }
  }

  /** The focus goes where it is of use, unless the person has moved it meanwhile. */
  function catchFocus(target) {
    if (document.activeElement === document.body) target.focus();
  }

  function rename(li, tag, count) {
    const input = element('input', { type: 'text', 'aria-label': `New name of ${tag}`, spellcheck: 'false', autocapitalize: 'off' });
    const line = element('p', { class: 'quiet', role: 'status' });
    const form = element('form', { autocomplete: 'off' }, [input, element('button', { type: 'submit', class: 'primary', text: 'Rename' }), element('button', { type: 'button', text: 'Cancel', on: { click: () => end(tag) } }), line]);
    input.value = tag;
    li.replaceChildren(form);
    input.select();
    const look = debounce(async () => {
      line.className = 'quiet';
      const other = await existing(cleaned(input.value), tag).catch(() => undefined); // renaming will say what is wrong
      if (line.className === 'problem') return;
      line.textContent = other ? `“${other.tag}” exists, on ${plural(other.count, 'bookmark')}: the two become one.` : '';
    }, 80);
    input.addEventListener('input', look);
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || ignored(event)) return;
      event.preventDefault();
      end(tag);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      look.cancel();
      change(input.value, tag, count, { end, refused });
    });

    /** Beside the name, which is still there to be mended or tried again. */
    function refused({ message }) {
      line.textContent = message;
      line.className = 'problem';
    }

    async function end(name) {
      const merged = [...list.children].some((other) => other !== li && other.dataset.tag === name);
      if (merged) li.remove();
      else li.replaceWith(row({ tag: name, count })); // nothing is drawn while another row has its form
      await draw();
      catchFocus(list.querySelector(`li[data-tag="${CSS.escape(name)}"] [data-does="rename"]`) ?? prefix);
    }
  }

  /** The tag that a new name would be merged into, or undefined. */
  async function existing(name, from) {
    const key = name.toLowerCase();
    if (!key || key === from.toLowerCase()) return undefined;
    const { tags } = await askTags({ prefix: name });
    return tags.find(({ tag }) => tag.toLowerCase() === key);
  }

  /** Renames, and says how it ended. */
  async function change(typed, from, count, { end, refused }) {
    const to = cleaned(typed);
    if (to === from) {
      end(from);
      return;
    }
    if (busy) return;
    busy = true;
    try {
      const other = await existing(to, from);
      const done = await undo.changing(count, () => renameTag(from, to));
      undo.did(done.change, other
        ? `Merged “${from}” into “${other.tag}”: ${plural(done.count, 'bookmark')} changed.`
        : `Renamed “${from}” to “${to}” on ${plural(count, 'bookmark')}.`);
      end(other?.tag ?? to);
    } catch (error) {
      if (error.code === 'invalid') refused(error);
      else failed(error, () => change(typed, from, count, { end, refused }));
    } finally {
      busy = false;
    }
  }

  prefix.addEventListener('input', debounce(draw, 60));
  return { draw };
}
