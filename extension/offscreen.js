/** The page without a window in which Chromium makes a snapshot that nobody asked for. It ends itself. */
import { stats } from './api.js';
import { shelve } from './shelving.js';

const LONGEST = 600_000; // ms, after which the disk is taken to stand still

async function make() {
  const known = JSON.parse(new URLSearchParams(location.search).get('known'));
  try {
    await shelve('time', stats, { known, signal: AbortSignal.timeout(LONGEST) });
  } catch (error) {
    console.warn(`Pinfold: no snapshot was made (${error.message})`);
  } finally {
    globalThis.close();
  }
}

make();
