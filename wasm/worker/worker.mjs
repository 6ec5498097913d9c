// The Worker: it keeps one instance of the server and hands it the requests.
import './wasm_exec.js';
import program from './server.wasm';

// An instance grows with each request, so it is replaced; requests in it are
// finished first, since they hold it.
const REQUESTS = 2000;
const BYTES = 64 * 1024 * 1024;

globalThis.tryCatch = (f) => {
  try {
    return { result: f() };
  } catch (error) {
    return { error };
  }
};

let kept;

/**
 * Starts an instance; null if it ends at once, having said why in the log.
 * Nothing of another request is waited for: a Worker may not.
 */
async function start(env, ctx) {
  const go = new globalThis.Go();
  const binding = {};
  const made = { binding, requests: 0, ended: false };
  const ready = new Promise((resolve) => {
    made.instance = new WebAssembly.Instance(program, { ...go.importObject, workers: { ready: () => resolve(true) } });
  });
  globalThis.context = { env, ctx, binding }; // read once, before anything is waited for
  const ended = go.run(made.instance).then(() => {
    made.ended = true;
    return false;
  });
  return (await Promise.race([ready, ended])) ? made : null;
}

function worn({ instance, requests, ended }) {
  return ended || requests >= REQUESTS || instance.exports.mem.buffer.byteLength > BYTES;
}

export default {
  async fetch(request, env, ctx) {
    if (!kept || worn(kept)) kept = await start(env, ctx);
    const mine = kept;
    if (!mine) return new Response('The server could not be started. Its log says why.\n', { status: 500 });
    mine.requests += 1;
    const answer = mine.binding.handleRequest(request);
    ctx.waitUntil(answer.catch(() => {})); // or what it holds stays held when the reader goes away
    return answer;
  },
};
