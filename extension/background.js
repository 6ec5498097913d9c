/**
 * The background: the host of the engine, and what the browser offers outside
 * pages. Every listener is registered in the first tick, or an event that
 * woke the worker is lost. Firefox for Android lacks some of the interfaces.
 */
import { addressBarChanged, addressBarEntered, describeAddressBar } from './addressbar.js';
import { browser } from './browser.js';
import { freshLog } from './freshlog.js';
import { attach, call, refreshTablesNow, rest } from './host.js';
import { addMenus, menuChosen } from './menus.js';
import { deliver } from './outbox.js';
import { saveAtOnce } from './saveatonce.js';
import { onTables } from './tables.js';
import { markFront, paintBadge, unmarkAll, watchTabs } from './toolbar.js';
import { onSnapshotTime } from './unasked.js';

const openLibrary = (hash = '') => browser.tabs.create({ url: browser.runtime.getURL('library.html') + hash });

/** What follows when the permission to see addresses is given or taken. */
function addressesSeen() {
  watchTabs();
  refreshTablesNow();
}

browser.runtime.onConnect.addListener(attach);
browser.runtime.onStartup.addListener(addMenus);
browser.runtime.onInstalled.addListener(({ reason }) => {
  addMenus();
  if (reason === 'install') openLibrary('#welcome');
});

browser.contextMenus?.onClicked.addListener(menuChosen);
browser.commands?.onCommand.addListener((command, tab) => {
  if (command === 'open-library') openLibrary();
  if (command === 'save-page') saveAtOnce(tab);
});

browser.omnibox?.onInputChanged.addListener(addressBarChanged);
browser.omnibox?.onInputEntered.addListener(addressBarEntered);
describeAddressBar();

onSnapshotTime(rest);

// What the last start of the browser could not write to its end harms nobody.
freshLog();

// A background that was stopped before it had saved saves now.
deliver(call);

// The mark of saved pages: only with the permission to see addresses, and only
// from the table, so that browsing never starts the engine.
paintBadge();
watchTabs();
browser.permissions.onAdded.addListener(addressesSeen);
browser.permissions.onRemoved.addListener(({ permissions = [] }) => {
  if (permissions.includes('tabs')) unmarkAll();
  addressesSeen();
});
onTables(markFront);
