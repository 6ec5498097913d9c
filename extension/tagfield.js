/**
 * The tag field: a plain text input with a list, by the ARIA combobox pattern.
 * What is typed stays as typed until the person moves into the list or presses
 * Tab; a list once shown for a fragment never changes under the hand.
 */
import { element, ignored } from './dom.js';
import { holdUntil, moveFocus } from './heldkeys.js';
import { listbox } from './listbox.js';
import { tagText } from './tagtext.js';
import { keyOf, pasted } from './tagwords.js';

const SHOWN = 7;

/**
 * Makes a combobox of an input.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list an empty element with role listbox beside it
 * @param {{complete: (fragment: string, tags: string[]) => Promise<{tag: string, count: number}[]> | {tag: string, count: number}[],
 *   suggestions?: () => string[], onInput?: () => void}} options
 */
export function tagField(input, list, { complete, suggestions = () => [], onInput = () => {} }) {
  const text = tagText(input);
  const box = listbox(input, list, { noun: 'suggestion', none: true, onPress: take });
  let options = [];
  let pending = null; // the answer that the next key may have to wait for
  let at = ''; // the word that the list is for
  let completes = false; // that word, and is not a list of suggestions
  let composing = false; // some keyboards compose every word

  function close() {
    box.close();
    options = [];
    pending = null;
  }

  /** Closes a list whose word the cursor has left. */
  function leaveWord() {
    if ((box.isOpen() || pending) && text.whole() !== at) close();
  }

  function show(found, fragment) {
    pending = null;
    completes = fragment !== '';
    options = found.slice(0, SHOWN);
    box.show(options.map((option) => row(option, fragment)));
  }

  function take(i) {
    leaveWord();
    if (!options[i]) return;
    const { tag } = options[i];
    const goesOn = completes;
    if (composing) endComposing();
    close();
    text.put(tag, goesOn);
  }

  /** Or else the keyboard writes its own word once more. */
  function endComposing() {
    input.blur();
    input.focus();
  }

  function update() {
    onInput();
    at = text.whole();
    const { fragment } = text.word();
    if (!fragment) {
      close();
      return;
    }
    const answer = complete(fragment, text.others());
    if (answer instanceof Promise) showLater(answer, fragment);
    else show(answer, fragment);
  }

  /** Shows an answer when it comes, unless another key was first. */
  function showLater(answer, fragment) {
    if (options.some(({ tag }) => keyOf(tag).includes(keyOf(fragment)))) box.choose(-1);
    else close();
    const mine = answer.catch(() => []).then((found) => {
      if (pending === mine) show(document.activeElement === input ? found : [], fragment);
    });
    pending = mine;
  }

  /** Opens the list by ↓: for the word, or else with the suggestions. */
  function open() {
    if (text.word().fragment) {
      update();
      return;
    }
    at = text.whole();
    show(suggestions().map((tag) => ({ tag })), '');
  }

  function onArrow(by) {
    if (!box.isOpen() && !pending && by > 0) open();
    whenShown(() => box.isOpen() && box.step(by));
  }

  function onTab() {
    whenShown(() => {
      if (box.isOpen()) take(Math.max(box.chosen(), 0));
      else if (document.activeElement === input) moveFocus(input, 1);
    });
  }

  /** Does it now or, while an answer is under way, behind that. */
  function whenShown(go) {
    if (pending) holdUntil(pending.then(go));
    else go();
  }

  function onKeydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    leaveWord();
    const open = (box.isOpen() || pending !== null) && !ignored(event);
    const act = {
      ArrowDown: () => onArrow(1),
      ArrowUp: () => onArrow(-1),
      Tab: open && onTab,
      Enter: open && box.chosen() >= 0 && (() => take(box.chosen())),
      Escape: open && close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  input.addEventListener('keydown', onKeydown);
  input.addEventListener('input', update);
  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; });
  input.addEventListener('blur', close);
  for (const type of ['click', 'keyup']) input.addEventListener(type, leaveWord);
  input.addEventListener('paste', (event) => {
    const raw = event.clipboardData?.getData('text/plain') ?? '';
    if (!/[,\r\n\t]/.test(raw)) return;
    event.preventDefault();
    text.replace(input.selectionStart, input.selectionEnd, pasted(raw));
  });

  return {
    tags: () => text.tags(),
    /** Has tags that were not typed stay as they are. */
    keep: text.keep,
    isOpen: box.isOpen,
    close,
    /** Completes what stands at the cursor already. */
    update,
    /** Sets the tags, with a space behind them to type on. */
    set(tags) {
      text.set(tags);
      close();
    },
    /** Puts tags in front of those typed; see tagText. */
    join: text.join,
    /** Puts a tag in, in the place of the word that it completes, or takes it out. */
    toggle(tag) {
      text.toggle(tag);
      close();
      onInput();
    },
  };
}

/** A row of the list: the tag, with the part that matches in bold, and its count. */
function row({ tag, count }, fragment) {
  const at = fragment ? tag.toLowerCase().indexOf(fragment.toLowerCase()) : -1;
  const end = at + fragment.length;
  const parts = at < 0 ? [tag] : [tag.slice(0, at), element('b', { text: tag.slice(at, end) }), tag.slice(end)];
  const li = element('li', { role: 'option' }, [element('bdi', {}, parts)]);
  if (count !== undefined) li.append(element('span', { class: 'count', text: String(count) }));
  return li;
}
