/** What an import says of itself: sums, refusals, warnings. */
import { countText, element, fromTemplate, plural, visibleUrl } from './dom.js';

const SHOWN = 500; // rows of a list; the file of refusals has them all
const MOSTLY = 0.8; // of what was added is public

/** "1,234 new · 12 here already, and changed · 2 refused · 1,200 public, 34 private" */
export function sums(report) {
  const { stored, merged, doubles, changed, conflicts, skipped } = report;
  const words = [`${countText(stored)} new`];
  if (doubles) words.push(`${countText(doubles)} merged with ones of the same address`);
  if (changed) words.push(`${countText(changed)} here already, and changed`);
  if (merged - doubles - changed > 0) words.push(`${countText(merged - doubles - changed)} here already, as they are`);
  if (conflicts) words.push(`${countText(conflicts)} with other words than here`);
  if (skipped.length) words.push(`${countText(skipped.length)} refused`);
  if (stored) words.push(shared(report));
  return words.join(' · ');
}

const FIFTH = 0.2;

/** That an import changes much of the library, or nothing. */
export function largeLine({ changed }, bookmarks) {
  if (!bookmarks || changed <= bookmarks * FIFTH) return '';
  return `This changes ${countText(changed)} of the ${plural(bookmarks, 'bookmark')} that are here. It can be taken back as one step.`;
}

/** The tags that an import brings, or nothing. */
export function tagsLine({ newTags, firstNewTags }) {
  if (!newTags) return '';
  return `${plural(newTags, 'new tag')}: ${firstOf(firstNewTags, newTags)}`;
}

/** "rope sea and 3 more" */
function firstOf(list, total) {
  const more = total - list.length;
  return `${list.join(' ')}${more ? ` and ${countText(more)} more` : ''}`;
}

/** What becomes of the file's folders, or nothing. */
export function foldersLine({ folders, firstFolders }, become) {
  if (!folders) return '';
  const what = become ? `as ${folders === 1 ? 'a tag' : 'tags'}` : 'would be';
  return `${plural(folders, 'folder')} ${what}: ${firstOf(firstFolders, folders)}`;
}

function shared({ stored, public: open }) {
  if (open === 0) return 'all private';
  if (open === stored) return 'all public';
  return `${countText(open)} public, ${countText(stored - open)} private`;
}

/** The first sentence of the report. */
export function headline(report) {
  if (!report.change) return 'Nothing was changed: the library has all of this already.';
  return report.stored ? `${plural(report.stored, 'bookmark')} added.` : `${plural(report.merged, 'bookmark')} merged.`;
}

/** The whole report as a text to keep. */
export function asText(name, report) {
  const told = ({ title, url, reason, text, ...at }) => `- ${place(at)}: ${text ?? `${title || 'no title'} <${url}>: ${reason}`}`;
  const section = (words, list) => (list.length ? ['', words, ...list.map(told)] : []);
  const lines = [name, headline(report), sums(report), tagsLine(report), ...section('Refused:', report.skipped), ...section('Warnings:', report.warnings)];
  return `${lines.filter((line, i) => line || i > 3).join('\n')}\n`;
}

/** "97 of 100 were public: make new ones public as well?", or nothing. */
export function publicLine(report, isPrivate) {
  if (!isPrivate || !report.change || report.public < report.stored * MOSTLY || !report.stored) return '';
  return `${countText(report.public)} of ${countText(report.stored)} were public: make new ones public as well?`;
}

/** "entry 3, line 7"; some files have no lines. */
function place({ entry, line }) {
  if (!entry) return 'the whole file';
  return `entry ${countText(entry)}${line ? `, line ${countText(line)}` : ''}`;
}

function refusal({ entry, line, title, url, reason }) {
  const row = fromTemplate('refusal');
  row.querySelector('span').textContent = place({ entry, line });
  row.querySelector('bdi').textContent = title || 'no title';
  row.querySelector('.address').textContent = visibleUrl(url);
  row.querySelector('.reason').textContent = reason;
  return row;
}

const warning = ({ entry, line, text }) => element('li', { text: `${place({ entry, line }).replace(/^./, (first) => first.toUpperCase())}: ${text}` });

function folded(words, rows, make, open) {
  const list = element('ul', { class: 'report', tabindex: '0', 'aria-label': words }, rows.slice(0, SHOWN).map(make));
  if (rows.length > SHOWN) list.append(element('li', { class: 'quiet', text: `and ${countText(rows.length - SHOWN)} more` }));
  return element('details', { open }, [element('summary', { text: words }), list]);
}

/**
 * The lists of a report, those refused in view.
 * @param {() => void} save saves the refused records as a file
 */
export function lists(report, save) {
  const parts = [];
  if (report.skipped.length) {
    parts.push(folded(`${countText(report.skipped.length)} refused`, report.skipped, refusal, true));
    if (report.refused) parts.push(element('button', { type: 'button', text: 'Save the refused ones as a file', on: { click: save } }));
  }
  if (report.warnings.length) parts.push(folded(plural(report.warnings.length, 'warning'), report.warnings, warning, false));
  return parts;
}
