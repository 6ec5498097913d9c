/** The library's line about publishing: what was sent by itself, or what waits for the person. */
import { byId, countText, plural } from './dom.js';
import { publishInTime } from './publisher.js';

const waits = ({ gone, new: fresh, stop }) => (stop ? `Publishing waits: it would delete ${countText(gone)} on your server.` : `Publishing waits: ${plural(fresh, 'bookmark')} would be new on your server.`);

/**
 * @param {{say: (text: string) => void}} undo says what was done
 */
export async function publishNote(undo) {
  const say = (text) => {
    byId('publish-note').hidden = !text;
    byId('publish-note').firstElementChild.textContent = text;
  };
  try {
    const result = await publishInTime();
    if (!result) return;
    if (!result.done) say(waits(result));
    else if (result.sent + result.deleted) undo.say(`Published: ${countText(result.sent)} sent, ${countText(result.deleted)} deleted there.`);
  } catch (error) {
    say(error.message);
  }
}
