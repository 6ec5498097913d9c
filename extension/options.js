/** The options page: each section is wired by its own module. */
import { browser } from './browser.js';
import { settings } from './api.js';
import { byId, debounce } from './dom.js';
import { backing } from './backing.js';
import { checking } from './checking.js';
import { onChanged } from './client.js';
import { exporting } from './exporting.js';
import { importing } from './importing.js';
import { keeping } from './keeping.js';
import { publishing } from './publishing.js';
import { shortcuts } from './shortcuts.js';
import { storage } from './storage.js';

const REST = 300; // ms without a change before the settings are read again
const SWITCHES = { private: true, description: false, letters: true }; // and what absence means

function say(text, isProblem = false) {
  byId('saving-state').textContent = text;
  byId('saving-state').classList.toggle('problem', isProblem);
}

async function showSettings() {
  try {
    const set = await settings();
    for (const [key, absent] of Object.entries(SWITCHES)) {
      byId(`set-${key}`).checked = set[key] ?? absent;
      byId(`set-${key}`).disabled = false;
    }
    if (document.activeElement !== byId('set-name')) byId('set-name').value = set.name ?? '';
    byId('set-name').disabled = false;
  } catch (error) {
    say(error.message, true);
  }
}

/** Keeps one setting; what could not be kept is shown as it was. */
async function keep(set) {
  try {
    await settings(set);
    say('Kept.');
  } catch (error) {
    say(`NOT KEPT. ${error.message}`, true);
    showSettings();
  }
}

for (const key of Object.keys(SWITCHES)) {
  byId(`set-${key}`).addEventListener('change', ({ target }) => keep({ [key]: target.checked }));
}
byId('set-name').addEventListener('change', ({ target }) => keep({ name: target.value.trim() }));
document.addEventListener('settings', showSettings);
onChanged(debounce(showSettings, REST)); // in another window, or by a backup that was restored
byId('version').textContent = `Pinfold ${browser.runtime.getManifest().version}`;

/** Whether the page was gone to: one that is loaded anew, or come back to, is where it was left. */
const isVisit = () => performance.getEntriesByType('navigation')[0]?.type === 'navigate';

/**
 * The sections come into view together, so that nothing moves under the pointer.
 * What hangs, or never runs, is not waited for: the style sheet shows them then.
 */
async function reveal(...sections) {
  for (const section of sections) section.catch(reportError);
  await Promise.allSettled(sections);
  document.querySelector('main').classList.remove('waiting');
  if (isVisit()) byId(location.hash.slice(1))?.scrollIntoView();
}

importing();
exporting();
checking();
storage();
showSettings();
reveal(backing(), keeping(), publishing(), shortcuts());
