/** Everything of an account at Pinboard, or at a server that answers as it does: fetched once, by a press, as the file that its export would be. */
import { publication } from './publisher.js';
import { FETCHING, leave } from './reach.js';
import { ACCOUNT, addressOf, ask, nameIn } from './server.js';

/** Why an answer is not what was asked for. */
function refusal(status) {
  if (status === 401 || status === 403) return 'The token is not known there. Copy it anew from the settings of your account: it is a name, a colon and letters.';
  if (status === 429) return 'Everything may be fetched once in five minutes there. Wait five minutes, then press again.';
  return `There is no answer to be had there now (${status}). Try again later, or look whether the address is right.`;
}

/**
 * Fetches all bookmarks. The permission is given back, unless publishing needs it.
 * @param {{address: string, token: string}} account
 * @param {{signal?: AbortSignal, onWait?: (seconds: number) => void}} options
 * @returns {Promise<File>}
 */
export async function fetchAll({ address, token }, { signal, onWait }) {
  const { api, origin, host } = addressOf(address);
  try {
    const response = await ask({ api, token, inAddress: true }, 'posts/all', { signal, onWait, most: ACCOUNT });
    if (!response.ok) {
      await response.cancel();
      throw new Error(refusal(response.status));
    }
    return new File([await response.blob()], `${nameIn(token)} at ${host}`, { type: 'application/json' });
  } finally {
    const published = await publication();
    if (!published || addressOf(published.address).origin !== origin) await leave(address, published ? [] : FETCHING);
  }
}
