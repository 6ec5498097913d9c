/** The browser's extension interface, the one global that pages use. */
export const browser = globalThis.browser ?? globalThis.chrome;
