/**
 * Where completions come from: the table that the engine wrote, at once, and
 * the engine, which also knows the tags that go with those already typed.
 */
import { complete as ask } from './api.js';
import { completeFrom } from './hints.js';
import { within } from './limit.js';

const SHOWN = 7;
const FRAME = 30; // ms that a running engine has to answer before the table does
const ENGINE_PATIENCE = 5000; // ms that an engine has to start where the table knows nothing

/**
 * Makes the function that a tag field completes with.
 * @param {Promise<{rows: [string, string, number][], all: boolean}>} hints
 */
export function completer(hints) {
  let table;
  let runs = false;
  hints.then((found) => { table = found; });

  function complete(fragment, typed) {
    if (!table) return hints.then(() => complete(fragment, typed));
    const first = completeFrom(table.rows, fragment, typed, SHOWN);
    const enough = !runs || (table.all && !typed.length);
    if (first.length && enough) return first;
    const answer = ask({ text: fragment, tags: typed, limit: SHOWN });
    return within(first.length ? FRAME : ENGINE_PATIENCE, answer, first);
  }

  return {
    complete,
    /** Says that the engine has answered something. */
    running() {
      runs = true;
    },
  };
}
