/**
 * The tag field: a plain text input with a list, by the ARIA combobox pattern.
 * What is typed stays as typed until the person moves into the list or presses
 * Tab; a list once shown for a fragment never changes under the hand.
 */
import { element, ignored } from './dom.js';

const SHOWN = 7;
const SEPARATORS = /[\s,\u3000]+/;

/** The tags in a text, in order, each once, a leading # dropped. */
export function tagsIn(text) {
  const seen = new Set();
  return text.split(SEPARATORS).map((tag) => tag.replace(/^#+(?=.)/, '')).filter((tag) => {
    const key = tag.normalize('NFC').toLowerCase();
    if (!tag || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What a pasted text is as tags: with a comma, its inner spaces become "-". */
function pasted(text) {
  if (!text.includes(',')) return text.replace(/[\n\t]+/g, ' ');
  return text.split(',').map((tag) => tag.trim().replace(/\s+/g, '-')).filter(Boolean).join(' ');
}

/**
 * Makes a combobox of an input.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list an empty element with role listbox beside it
 * @param {{complete: (fragment: string, tags: string[]) => Promise<{tag: string, count: number}[]> | {tag: string, count: number}[],
 *   suggestions?: () => string[], onInput?: () => void}} options
 */
export function tagField(input, list, { complete, suggestions = () => [], onInput = () => {} }) {
  let options = [];
  let chosen = -1;
  let shownFor = null; // the fragment that the list was shown for
  let asked = 0;

  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  close();

  /** The fragment at the cursor, with its place. */
  function fragment() {
    const at = input.selectionStart;
    const before = input.value.slice(0, at);
    const after = input.value.slice(at);
    const start = at - /[^\s,\u3000]*$/.exec(before)[0].length;
    const end = at + /^[^\s,\u3000]*/.exec(after)[0].length;
    return { start, end, text: input.value.slice(start, at).replace(/^#+/, '') };
  }

  function close() {
    list.hidden = true;
    options = [];
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function show(found, text) {
    options = found.slice(0, SHOWN);
    chosen = -1;
    shownFor = text;
    if (!options.length) {
      close();
      return;
    }
    list.replaceChildren(...options.map((option, i) => optionRow(option, i, text)));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    input.removeAttribute('aria-activedescendant');
  }

  function optionRow({ tag, count }, i, text) {
    const at = tag.toLowerCase().indexOf(text.toLowerCase());
    const label = element('bdi');
    if (text && at >= 0) {
      label.append(tag.slice(0, at), element('b', { text: tag.slice(at, at + text.length) }), tag.slice(at + text.length));
    } else {
      label.textContent = tag;
    }
    const row = element('li', { id: `${list.id}-${i}`, role: 'option', 'aria-selected': 'false' }, [label]);
    if (count !== undefined) row.append(element('span', { class: 'count', text: String(count) }));
    row.addEventListener('mousedown', (event) => {
      event.preventDefault(); // the input keeps the focus
      take(i);
    });
    return row;
  }

  function choose(i) {
    list.children[chosen]?.setAttribute('aria-selected', 'false');
    chosen = i;
    list.children[chosen]?.setAttribute('aria-selected', 'true');
    if (chosen < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
  }

  /** Replaces text so that the browser's own undo takes it back. */
  function replace(start, end, text) {
    input.setSelectionRange(start, end);
    if (!document.execCommand('insertText', false, text)) {
      input.setRangeText(text, start, end, 'end');
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function take(i) {
    const { start, end } = fragment();
    const { tag } = options[i];
    close();
    shownFor = null;
    replace(start, end, `${tag} `);
    close();
  }

  async function update() {
    onInput();
    const { text } = fragment();
    if (!text) {
      close();
      shownFor = null;
      return;
    }
    const turn = ++asked;
    const typed = tagsIn(input.value).filter((tag) => tag !== text);
    const answer = complete(text, typed, (better) => {
      // A late answer waits for the next key once something is shown.
      if (turn === asked && (list.hidden || shownFor !== text) && fragment().text === text && document.activeElement === input) show(better, text);
    });
    const found = answer instanceof Promise ? await answer : answer;
    if (turn === asked && found && fragment().text === text) show(found, text);
  }

  function onKeydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) show(suggestions().map((tag) => ({ tag })), '');
      else choose(((chosen + 1 + (event.key === 'ArrowDown' ? 1 : -1) + options.length + 1) % (options.length + 1)) - 1);
      return;
    }
    if (ignored(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!open) return;
    if (event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      take(Math.max(chosen, 0));
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(chosen);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  input.addEventListener('keydown', onKeydown);
  input.addEventListener('input', (event) => {
    if (!event.isComposing) update();
  });
  input.addEventListener('compositionend', update);
  input.addEventListener('blur', close);
  input.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!/[,\n\t]/.test(text)) return;
    event.preventDefault();
    replace(input.selectionStart, input.selectionEnd, pasted(text));
  });

  return {
    tags: () => tagsIn(input.value),
    isOpen: () => !list.hidden,
    close,
    /** Sets the text, with a space behind it to type on. */
    set(tags) {
      input.value = tags.length ? `${tags.join(' ')} ` : '';
      close();
    },
    /** Puts a tag in, or takes it out. */
    toggle(tag) {
      const tags = tagsIn(input.value);
      const key = tag.toLowerCase();
      const kept = tags.filter((t) => t.toLowerCase() !== key);
      if (kept.length === tags.length) kept.push(tag);
      input.value = kept.length ? `${kept.join(' ')} ` : '';
      onInput();
    },
  };
}
