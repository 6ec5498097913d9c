/** What the library says to somebody new. */
import { browser } from './browser.js';
import { byId, element, fromTemplate } from './dom.js';
import { snapshots } from './shelf.js';

const NAMES = { _execute_action: 'save the page in front', 'save-page': 'save it at once, without the form', 'open-library': 'open the library' };
const isFirefox = () => browser.runtime.getURL('').startsWith('moz-');

/** Shows the first page, with the keys that the browser has really assigned. */
export async function welcome(done) {
  const section = byId('welcome');
  section.replaceChildren(fromTemplate('welcome-text'));
  byId('pin-how').textContent = isFirefox()
    ? 'If it is not in the toolbar, open the puzzle piece, press the cog beside Pinfold and choose “Pin to Toolbar”.'
    : 'Open the puzzle piece in the toolbar and press the pin beside Pinfold.';
  byId('welcome-done').addEventListener('click', done);
  byId('welcome-snapshots').hidden = !(await snapshots()).length;
  const commands = await browser.commands.getAll();
  byId('shortcuts').replaceChildren(...commands.flatMap(shortcut));
}

function shortcut({ name, shortcut: keys }) {
  const does = NAMES[name] ?? name;
  if (!keys) return [`No key is set to ${does}; the browser’s page for shortcuts sets one. `];
  return [element('kbd', { text: keys }), ` ${does}. `];
}

/** What stands in the place of an empty list. */
export function emptyLibrary() {
  const text = fromTemplate('empty-library');
  const before = text.querySelector('.before');
  snapshots().then((list) => { before.hidden = !list.length; });
  return text;
}
