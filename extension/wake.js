/*
 * Runs before the page is parsed: the background starts the engine and opens the
 * library while the page's own modules load, so that the first question waits
 * for less.
 */
(globalThis.browser ?? globalThis.chrome).runtime.connect({ name: 'wake' });
