/**
 * Import on the options page, in three steps: choose, see what it would do,
 * do it. One job runs at a time; closing the page asks first.
 */
import { fetchAll } from './account.js';
import { stats, undo } from './api.js';
import { importFile } from './client.js';
import { byId, focusFirst, plural, saveBlob, say } from './dom.js';
import { ENDINGS, PUBLIC, READS } from './formats.js';
import { offerPublic } from './offerpublic.js';
import { readBookmarks } from './ownbookmarks.js';
import { pace } from './pace.js';
import { FETCHING, mayReach } from './reach.js';
import { asText, foldersLine, headline, largeLine, lists, sums, tagsLine } from './report.js';
import { beforeMany, MANY, takeSnapshot } from './snapshots.js';

const STEPS = ['import-choose', 'import-work', 'import-plan', 'import-report'];

const EXISTING = { merge: 'merge: united tags, the earliest date, the words that are here', overwrite: 'overwrite: what the file says', keep: 'leave as they are' };
const RESTORING = { merge: 'merge: of two states the one edited last, deletions too', overwrite: 'overwrite: as they were then' };

let source; // what was chosen: a File, or text
let planned; // the report of the plan
let controller;
let pressed; // what had the focus when it began
let noSnapshot = false; // none can be made, and the person knows

const nameOf = () => (typeof source === 'string' ? 'The pasted text' : source.name);
function show(step) {
  for (const id of STEPS) byId(id).hidden = id !== step;
}

/** Asks before the page closes while something is being done. */
const guard = (event) => event.preventDefault();

/** Shows what is under way, and that it can be canceled. */
function working(words) {
  controller = new AbortController();
  pressed = document.activeElement;
  say('import-problem', '');
  say('import-status', words);
  byId('import-step').textContent = words;
  byId('import-numbers').textContent = '';
  byId('import-bar').removeAttribute('value');
  show('import-work');
}

/** Runs one job with its bar, and takes the page back to where it was if it fails. */
async function run(words, options, back) {
  working(words);
  if (!options.plan) addEventListener('beforeunload', guard);
  try {
    return await importFile(source, { ...options, signal: controller.signal, onEvent: pace(byId('import-bar'), byId('import-numbers'), options.plan) });
  } catch (error) {
    failed(error, back);
    return null;
  } finally {
    removeEventListener('beforeunload', guard);
  }
}

/** Goes back to a step. A person who has gone nowhere else is at the control again that they had pressed. */
function failed(error, back) {
  const here = [document.body, byId('import-cancel'), pressed].includes(document.activeElement);
  show(back);
  if (here) focusFirst(pressed, byId('import-start'), byId('import-file'));
  say('import-problem', error.code === 'canceled' ? 'Canceled. Nothing was changed.' : `NOT IMPORTED. ${error.message}`);
  if (back === 'import-choose') byId('import-file').value = ''; // or the same file could not be chosen again; text stays
}

/** What the switches of the plan say. */
const choices = () => ({ existing: byId('import-existing').value, noFolders: !byId('import-folders').checked });

/** Looks at a file or text and shows what importing it would do with what is here already. */
export async function plan(chosen, existing = 'merge') {
  if (controller) return;
  source = chosen;
  noSnapshot = false;
  byId('import-existing').value = existing;
  byId('import-folders').checked = true;
  if (!await replan()) return;
  byId('import-flag').querySelector(`[value="${PUBLIC.includes(planned.format) ? 'public' : 'private'}"]`).checked = true;
}

/**
 * Looks again, by what is chosen now.
 * @returns {Promise<boolean>} whether there is a plan
 */
async function replan(focus) {
  if (controller) return false;
  planned = await run(`Reading ${nameOf()}`, { plan: true, ...choices() }, 'import-choose');
  controller = undefined;
  if (!planned) return false;
  await showPlan();
  focus?.focus();
  return true;
}

/** "refused-of-mine.json" */
const refusedName = ({ file, format }) => `refused-of-${file.replace(/\.[^.]*$/, '')}.${ENDINGS[format] ?? 'json'}`;

function fill(box, words, report) {
  box.querySelector('h3').textContent = words;
  box.querySelector('.sum').textContent = sums(report);
  box.querySelector('.lists').replaceChildren(...lists(report, () => saveBlob(report.refused, refusedName(report))));
}

async function showPlan() {
  const box = byId('import-plan');
  const { bookmarks } = await stats().catch(() => ({ bookmarks: 0 }));
  say('import-large', largeLine(planned, bookmarks));
  say('import-tags', tagsLine(planned));
  fill(box, `${nameOf()}: ${READS[planned.format]} with ${plural(planned.entries, 'bookmark')}`, planned);
  const restores = planned.format === 'pinfold'; // which has rules of its own
  offerExisting(restores);
  byId('import-existing').closest('p').hidden = planned.merged === planned.doubles;
  byId('import-folders').closest('label').hidden = restores || !planned.folders;
  say('import-preview', restores ? '' : foldersLine(planned, byId('import-folders').checked));
  const taken = planned.stored + planned.merged;
  const start = byId('import-start');
  start.hidden = taken === 0;
  start.textContent = `Import ${plural(taken, 'bookmark')}`;
  askFlag();
  show('import-plan');
  (taken ? start : byId('import-stop')).focus();
}

/** What can become of those that are here already. */
function offerExisting(restores) {
  for (const option of byId('import-existing').options) {
    const words = (restores ? RESTORING : EXISTING)[option.value];
    option.hidden = !words;
    option.textContent = words ?? '';
  }
}

/** Asks what becomes of records that do not say whether they are private. */
function askFlag() {
  const box = byId('import-flag');
  const n = planned.unflagged;
  box.hidden = n === 0;
  box.querySelector('legend').textContent = n === 1 ? '1 does not say whether it is private:' : `${plural(n, 'bookmark')} do not say whether they are private:`;
}

/** How many bookmarks an import changes or adds. */
const changes = ({ stored, changed }) => stored + changed;

/** Keeps the library as it is before it changes; where that cannot be, the person decides. */
async function snapshotFirst() {
  if (noSnapshot || changes(planned) <= MANY) return true;
  working('Making a snapshot of the library as it is');
  try {
    await takeSnapshot('import', { signal: controller.signal });
    document.dispatchEvent(new Event('snapshots'));
    controller = undefined;
    return true;
  } catch (error) {
    noSnapshot = error.code !== 'canceled';
    controller = undefined;
    failed(error, 'import-plan');
    if (noSnapshot) say('import-problem', 'No snapshot of the library could be written first; perhaps the disk is full. Make room, or press again to import without one: it can be undone all the same.');
    return false;
  }
}

async function start() {
  if (controller) return;
  if (!await snapshotFirst()) return;
  const isPrivate = byId('import-flag').hidden ? undefined : document.querySelector('input[name="flag"]:checked').value === 'private';
  const report = await run(`Importing ${nameOf()}`, { private: isPrivate, ...choices() }, 'import-plan');
  controller = undefined;
  if (report) await showReport(report);
}

async function showReport(report) {
  const box = byId('import-report');
  fill(box, headline(report), report);
  byId('import-undo').hidden = !report.change;
  byId('import-undo').onclick = () => takeBack(report);
  byId('import-save').onclick = () => saveBlob(new Blob([asText(nameOf(), report)], { type: 'text/plain' }), 'import-report.txt');
  await offerPublic(byId('import-public'), report, (error) => say('import-problem', error.message));
  if (source === byId('import-text').value) byId('import-text').value = '';
  offerText();
  show('import-report');
  say('import-status', headline(report));
  box.focus();
}

async function takeBack(report) {
  const head = byId('import-report').querySelector('h3');
  const before = head.textContent;
  takingBack(true);
  head.textContent = 'Taking the import back';
  try {
    await beforeMany(changes(report), (sentence) => { head.textContent = sentence; });
    await undo(report.change);
    byId('import-undo').hidden = true;
    head.textContent = 'The import was taken back: what it had added is in the trash.';
    byId('import-public').hidden = true;
  } catch (error) {
    head.textContent = before;
    say('import-problem', `NOT TAKEN BACK. ${error.message}`);
  }
  takingBack(false);
  say('import-status', head.textContent);
}

/** Nothing else is imported meanwhile: this report is written on when it is done. */
function takingBack(on) {
  controller = on ? new AbortController() : undefined;
  byId('import-undo').disabled = on;
  byId('import-again').disabled = on;
  byId('import-undoing').hidden = !on;
  if (!on && [document.body, byId('import-undo')].includes(document.activeElement)) focusFirst(byId('import-undo'), byId('import-again'));
}

function again() {
  byId('import-file').value = '';
  say('import-problem', '');
  show('import-choose');
  byId('import-file').focus();
}

/** Typed text is read when the field is left, and by a press. */
const offerText = () => { byId('import-typed').hidden = !byId('import-text').value.trim(); };

/** Text that is pasted or dropped is not put into the field, which need not hold it. */
function takeText(event, text) {
  if (!text?.trim()) return;
  event.preventDefault();
  plan(text);
}

/** The browser's own bookmarks, if they may be read. */
async function takeOwn() {
  if (controller) return;
  try {
    const file = await readBookmarks();
    if (file) await plan(file);
    else say('import-problem', 'The browser was not allowed to show its bookmarks, so none were read. Press again and allow it, or export them from the browser to a file and choose that.');
  } catch (error) {
    say('import-problem', `The browser did not show its bookmarks (${error.message}). Export them from the browser to a file, then choose that.`);
  }
}

/** Everything of an account elsewhere; the permission to reach it is asked for by the press itself. */
async function takeAccount(event) {
  event.preventDefault();
  if (controller) return;
  const account = { address: byId('import-address').value, token: byId('import-token').value.trim() };
  try {
    const allowed = mayReach(account.address, FETCHING);
    working(`Fetching from ${account.address}`);
    if (!await allowed) throw new Error('The browser was not allowed to reach it, so nothing was asked. Press again and allow it, or export a file there and choose that.');
    const file = await fetchAll(account, { signal: controller.signal, onWait: (n) => { byId('import-numbers').textContent = `It asks to wait for ${plural(n, 'second')}`; } });
    controller = undefined;
    byId('import-token').value = '';
    await plan(file);
  } catch (error) {
    controller = undefined;
    failed(error, 'import-choose');
  }
}

function wireDrop() {
  const veil = byId('drop');
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    veil.hidden = Boolean(controller);
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) veil.hidden = true;
  });
  addEventListener('drop', (event) => {
    veil.hidden = true;
    if (!carries(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) plan(file);
  });
}

/** Wires the section. */
export function importing() {
  byId('import-file').addEventListener('change', ({ target }) => target.files[0] && plan(target.files[0]));
  byId('import-own').addEventListener('click', takeOwn);
  byId('import-account').addEventListener('submit', takeAccount);
  const text = byId('import-text');
  text.addEventListener('paste', (event) => takeText(event, event.clipboardData?.getData('text/plain')));
  text.addEventListener('input', offerText);
  text.addEventListener('change', () => text.value.trim() && plan(text.value));
  byId('import-read').addEventListener('click', () => plan(text.value));
  byId('import-cancel').addEventListener('click', () => controller?.abort());
  for (const id of ['import-existing', 'import-folders']) byId(id).addEventListener('change', ({ target }) => replan(target));
  byId('import-start').addEventListener('click', start);
  byId('import-stop').addEventListener('click', again);
  byId('import-again').addEventListener('click', again);
  wireDrop();
}
