/** The browser's permission to reach a server: asked for when the person presses, given back when it is no longer wanted. */
import { browser } from './browser.js';
import { addressOf } from './server.js';

const of = (address) => ({ origins: [addressOf(address).origin] });

/**
 * Asks for it. The browser wants the press itself: nothing may be awaited before.
 * @returns {Promise<boolean>}
 */
export const mayReach = (address) => browser.permissions.request(of(address));

/** Whether it is there, without a question. */
export const reaches = (address) => browser.permissions.contains(of(address));

/** Gives it back; one that came with the installation stays. */
export const leave = (address) => browser.permissions.remove(of(address)).catch(() => {});
