/**
 * Where the page stands: the query is the address, and the place in the list
 * goes with it in the history. Typing replaces the entry; Enter, a press and
 * opening a result make one.
 */
const QUERY = /^#q=(.*)$/s;

/** The query in the page's address. A plus is a plus. */
export function queryHere() {
  const found = QUERY.exec(location.hash);
  if (!found) return '';
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return found[1]; // cut off within a character: taken as it stands
  }
}

/** "tags", "welcome", "history" or "list". */
export const viewHere = () => /^#(tags|welcome|history)(=|$)/.exec(location.hash)?.[1] ?? 'list';

/** The bookmark whose history is asked for, or ''. */
export const historyOfHere = () => /^#history=([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? '';

/** The address of a query. */
const addressOf = (query) => (query ? `#q=${encodeURIComponent(query.toWellFormed())}` : location.pathname);

/**
 * @param {() => object} now what to remember of the list
 */
export function place(now) {
  let address = location.hash || location.pathname; // of the entry as it was last made
  let kept = history.state;
  let typing = false;

  history.scrollRestoration = 'manual';

  /** Remembers the place in the list. */
  function keep() {
    if (viewHere() !== 'list') return;
    const state = now();
    if (!typing) kept = state;
    history.replaceState(state, '');
  }

  /** Makes an entry; what was typed over stands again in the one before. */
  function make(to) {
    if (to === address) {
      history.replaceState(history.state, '', to);
    } else {
      if (typing) history.replaceState(kept, '', address);
      else keep();
      history.pushState(null, '', to);
      kept = null;
    }
    address = to;
    typing = false;
  }

  return {
    keep,
    /** What was typed: the entry is replaced. */
    type(query) {
      if (!typing) keep();
      typing = true;
      history.replaceState(null, '', addressOf(query));
    },
    /** Another spelling of the same question: the entry keeps its place. */
    replace(query) {
      address = addressOf(query);
      history.replaceState(history.state, '', address);
    },
    commit: (query) => make(addressOf(query)),
    go: (view) => make(`#${view}`),
    /** The person went back or forth: the entry is another one. */
    arrive() {
      address = location.hash || location.pathname;
      kept = history.state;
      typing = false;
    },
  };
}
