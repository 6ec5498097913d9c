/** The browser's extension interface, the one global that pages use. */
export const browser = globalThis.browser ?? globalThis.chrome;

/** Chromium has the name `browser` too, so the address of our own pages tells. */
export const isFirefox = browser.runtime.getURL('').startsWith('moz-');
