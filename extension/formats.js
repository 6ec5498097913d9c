/** The formats of files: what those that are read are called, and those that are written. */

/** What a file of a format is called once it has been recognised. */
export const READS = {
  pinfold: 'a Pinfold backup',
  'pinboard-json': 'a Pinboard export',
  'pinboard-xml': 'a list of posts in XML',
  netscape: 'a bookmark file',
  'html-sections': 'a page of saved links',
  'browser-json': 'a browser’s own bookmarks',
  'service-json': 'a service’s export',
  csv: 'a table',
  links: 'a list of links',
};

/** The formats whose records are public unless they say otherwise. */
export const PUBLIC = ['pinboard-json', 'pinboard-xml'];

/** The ending of a file with the records of a format that were refused. */
export const ENDINGS = { pinfold: 'jsonl', 'pinboard-xml': 'xml', netscape: 'html', 'html-sections': 'html', csv: 'csv', links: 'txt' };

/** What is written: the name for people, and what the format cannot hold. */
export const WRITES = [
  { name: 'pinfold', title: 'Pinfold backup', lacks: 'It holds everything: the trash, the history, settings and saved searches too. Of a search or a selection it holds the bookmarks and the settings. Read in again, it merges by what was edited last.' },
  { name: 'pinboard-json', title: 'Pinboard JSON', lacks: 'It holds everything but the time of the last edit, fractions of a second, and the trash.' },
  { name: 'netscape', title: 'Bookmark file (HTML)', lacks: 'Every browser reads it. It holds everything but fractions of a second and the trash.' },
  { name: 'pinboard-xml', title: 'Pinboard XML', lacks: 'It holds what Pinboard JSON holds.' },
  { name: 'csv', title: 'Table (CSV)', lacks: 'For spreadsheets. It holds everything but fractions of a second and the trash.' },
  { name: 'markdown', title: 'Markdown', lacks: 'Links, tags and descriptions; no dates, and not what is private or unread.' },
  { name: 'org', title: 'Org', lacks: 'Links, tags and descriptions; no dates, and not what is private or unread.' },
  { name: 'opml', title: 'Outline (OPML)', lacks: 'For readers of outlines. It holds neither what is private nor what is unread, and is not read back.' },
  { name: 'rss', title: 'Feed (RSS)', lacks: 'For readers of feeds. It says everything of private bookmarks too, and is not read back.' },
  { name: 'html', title: 'Page to read', lacks: 'One file with everything on it, to read or to print. It says everything of private bookmarks too, and is not read back.' },
];
