/** What takes long in a section of the options page: its buttons rest meanwhile, its bar moves, its Cancel ends it. */
import { byId, focusFirst } from './dom.js';

/**
 * @param {string} name what the ids of the bar and of Cancel begin with
 * @param {string[]} controls ids of what cannot be used meanwhile; the first is where the section begins
 */
export function underway(name, controls) {
  const bar = byId(`${name}-bar`);
  const cancel = byId(`${name}-cancel`);
  let controller = null;
  let pressed; // what had the focus when it began

  function show(on) {
    for (const id of controls) byId(id).disabled = on;
    bar.hidden = !on;
    bar.removeAttribute('value');
    cancel.hidden = !on;
  }

  cancel.addEventListener('click', () => controller?.abort());

  return {
    isOn: () => controller !== null,
    /**
     * Shows that something is under way.
     * @returns {AbortSignal} what Cancel aborts
     */
    begin() {
      controller = new AbortController();
      pressed = document.activeElement;
      show(true);
      return controller.signal;
    },
    /** Moves the bar. */
    move({ done, total }) {
      bar.max = Math.max(total, 1);
      bar.value = done;
    },
    /** Shows that it is over. A person who has gone nowhere else is at the control again that began it. */
    end() {
      const here = [document.body, cancel, pressed].includes(document.activeElement);
      controller = null;
      show(false);
      if (here) focusFirst(pressed, byId(controls[0]));
    },
  };
}
