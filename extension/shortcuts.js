/** The shortcuts as the browser has really assigned them, and the mark on the toolbar's button. */
import { browser, isFirefox } from './browser.js';
import { byId, element } from './dom.js';

const NAMES = { _execute_action: 'Open the form for this page' };
const ORDER = ['_execute_action', 'save-page', 'open-library'];
const TABS = { permissions: ['tabs'] };

async function list() {
  const all = await browser.commands?.getAll() ?? []; // a telephone has none
  const rows = ORDER.map((name) => all.find((command) => command.name === name)).filter(Boolean);
  byId('shortcut-list').replaceChildren(...rows.flatMap(({ name, description, shortcut }) => [
    element('dt', { text: NAMES[name] ?? description }),
    shortcut ? element('dd', {}, [element('kbd', { text: shortcut })]) : element('dd', { class: 'missing', text: 'not assigned: another program or extension has its keys' }),
  ]));
}

/** Chromium has a page for shortcuts; newer Firefox opens its own when asked. */
function how() {
  const line = byId('shortcut-how');
  if (!browser.commands) return;
  if (isFirefox && !browser.commands.openShortcutSettings) {
    line.textContent = 'To change them, open the menu Add-ons and themes, press the gear, then Manage Extension Shortcuts.';
    return;
  }
  const open = () => (isFirefox ? browser.commands.openShortcutSettings() : browser.tabs.create({ url: 'chrome://extensions/shortcuts' }));
  line.replaceChildren(element('button', { type: 'button', text: 'Change the shortcuts', on: { click: open } }));
}

async function showMark() {
  const on = await browser.permissions.contains(TABS);
  byId('mark-state').textContent = on ? 'Saved pages are marked.' : 'Saved pages are not marked.';
  byId('mark-change').textContent = on ? 'Stop, and give the permission back' : 'Mark saved pages';
  byId('mark-change').onclick = on ? () => browser.permissions.remove(TABS).then(showMark) : ask;
}

/** The browser asks the person; it wants the press itself, so nothing is awaited before. */
async function ask() {
  const given = await browser.permissions.request(TABS);
  await showMark();
  if (!given) byId('mark-state').textContent = 'Saved pages are not marked: the browser was not allowed to show addresses.';
}

/**
 * Wires the two sections.
 * @returns {Promise<any>} when they show how things are
 */
export function shortcuts() {
  how();
  addEventListener('focus', list);
  return Promise.all([list(), showMark()]);
}
