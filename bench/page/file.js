/**
 * Reads a large bookmark file that is made here: by Pinfold's import, and by
 * what a page has at hand, the browser's own parser.
 */
import { importFile } from './client.js';

const WORDS = 'anchor bread canvas delta ember fable garden harbour island journal kernel lantern meadow needle orchard pepper quarry river saddle timber umbrella valley willow yonder'.split(' ');

let file;

/** Words that follow from a number, so that every run has the same file. */
function words(seed, n) {
  let state = (seed * 2654435761) >>> 0;
  const list = [];
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    list.push(`${WORDS[state % WORDS.length]}${state % 7 ? '' : state % 1000}`);
  }
  return list;
}

function entry(i, each) {
  const title = words(i, 6).join(' ');
  const head = `<DT><A HREF="https://site${i % 5000}.example/${title.replaceAll(' ', '-')}/${i}" ADD_DATE="${1200000000 + i * 1000}" PRIVATE="${i % 2}" TAGS="${words(i % 3000, 3).join(',')}">${title}</A>\n<DD>`;
  const note = words(i + 1, Math.ceil(each / 8)).join(' ').slice(0, Math.max(0, each - head.length - 1));
  return `${head}${note}\n`;
}

/** Runs f and finds the longest time in which nothing else could run. */
async function watched(f) {
  let last = performance.now();
  let pause = 0;
  const look = () => {
    const now = performance.now();
    pause = Math.max(pause, now - last);
    last = now;
  };
  const timer = setInterval(look, 4);
  const began = performance.now();
  const done = await f();
  const took = performance.now() - began;
  look();
  clearInterval(timer);
  return { Took: took, Pause: pause, ...done };
}

globalThis.filing = {
  /** Makes the file; answers its bytes. */
  make(n, each) {
    const parts = ['<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n'];
    const FOLDER = 1000;
    for (let from = 0; from < n; from += FOLDER) {
      const inside = Array.from({ length: Math.min(FOLDER, n - from) }, (_, i) => entry(from + i, each));
      parts.push(new Blob([`<DT><H3>Folder ${from / FOLDER}</H3>\n<DL><p>\n`, inside.join(''), '</DL><p>\n']));
    }
    file = new File([...parts, '</DL><p>\n'], 'large.html');
    return file.size;
  },
  ours: () => watched(async () => {
    const report = await importFile(file, { private: false });
    return { Memory: report.memory, Bookmarks: report.stored };
  }),
  parser: () => watched(async () => {
    const page = new DOMParser().parseFromString(await file.text(), 'text/html');
    const list = [...page.querySelectorAll('a[href]')].map((a) => ({
      url: a.href, title: a.textContent, tags: a.getAttribute('tags')?.split(','), created: Number(a.getAttribute('add_date')),
      private: a.getAttribute('private') === '1', folder: a.closest('dl')?.previousElementSibling?.textContent, description: a.parentElement.nextElementSibling?.textContent,
    }));
    return { Memory: 0, Bookmarks: list.length };
  }),
};
