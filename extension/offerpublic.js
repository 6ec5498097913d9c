/** After an import that brought mostly public bookmarks: whether new ones are to be public as well. */
import { settings } from './api.js';
import { publicLine } from './report.js';

/** Offers it in a line, where there is reason to. */
export async function offerPublic(line, report, failed) {
  const set = await settings().catch(() => ({}));
  const offered = publicLine(report, set.private !== false);
  line.hidden = !offered;
  if (!offered) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Make new ones public';
  button.addEventListener('click', async () => {
    try {
      await settings({ private: false });
      line.textContent = 'New bookmarks are public now, unless you tick Private.';
      document.dispatchEvent(new Event('settings'));
    } catch (error) {
      failed(error);
    }
  });
  line.replaceChildren(`${offered} `, button);
}
