/**
 * Which hosts are shown in the letters that they are written in. Letters of one
 * script look like those of another, so a host that mixes more than its language
 * does, or that holds nothing but letters which look like Latin ones, is shown
 * as the network knows it: xn--…
 *
 * The rule is "highly restrictive" of Unicode's UTS #39, 5.2, label by label.
 * Browsers hold their address bars to it too.
 */

/** Scripts that one label may have; the first three are those of whole languages. */
const SCRIPTS = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'], ['Latin', 'Han', 'Bopomofo'], ['Latin', 'Han', 'Hangul'],
  ...['Arabic', 'Armenian', 'Bengali', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati', 'Gurmukhi', 'Hebrew', 'Kannada',
    'Khmer', 'Lao', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan'].map((name) => [name]),
];
const ALLOWED = SCRIPTS.map((names) => new RegExp(`^[-0-9_${names.map((name) => `\\p{scx=${name}}`).join('')}]*$`, 'u'));

/** Letters of Cyrillic and Greek that most people would read as Latin ones. */
const LOOKALIKES = /^[-0-9асԁеһіјӏорԛѕԝхуъьҽпгѵѡзҙкмнтвαγηικνορτυχω]+$/iu;
const ASCII = /^[\x20-\x7e]*$/;

const honest = (label, top) => ALLOWED.some((allowed) => allowed.test(label)) && !(ASCII.test(top) && !ASCII.test(label) && LOOKALIKES.test(label));

/** A host to read. */
export function shownHost(host) {
  if (ASCII.test(host)) return host;
  const labels = host.split('.');
  if (labels.every((label) => honest(label, labels.at(-1)))) return host;
  return URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).hostname : host;
}
