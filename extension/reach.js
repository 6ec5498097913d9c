/**
 * The browser's permission to reach a server: asked for when the person presses,
 * given back when it is no longer wanted. Firefox wants consent with it to what
 * is sent, of the kinds that the manifest names; other browsers know no kinds.
 */
import { browser } from './browser.js';
import { addressOf } from './server.js';

/** A token goes out, and nothing else of the person's. */
export const FETCHING = ['authenticationInfo'];

/** A token goes out, and bookmarks. */
export const PUBLISHING = ['authenticationInfo', 'bookmarksInfo'];

const asks = Boolean(browser.runtime.getManifest().browser_specific_settings);

const of = (address, kinds) => ({ origins: [addressOf(address).origin], ...(asks && kinds.length && { data_collection: kinds }) });

/**
 * Asks for it. The browser wants the press itself: nothing may be awaited before.
 * @param {string} address
 * @param {string[]} kinds FETCHING or PUBLISHING
 * @returns {Promise<boolean>}
 */
export const mayReach = (address, kinds) => browser.permissions.request(of(address, kinds));

/** Whether it is there, without a question. */
export const reaches = (address, kinds) => browser.permissions.contains(of(address, kinds));

/** Gives it back, with the consent to these kinds; one that came with the installation stays. */
export const leave = (address, kinds) => browser.permissions.remove(of(address, kinds)).catch(() => {});
