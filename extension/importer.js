/** The Worker of an import, an export or a publishing: an engine of its own that ends with the job. */
import './wasm_exec.js';
import { scratch } from './scratch.js';
import { ask } from './server.js';
import { zoneTable } from './zone.js';

const controller = new AbortController();

self.onmessage = ({ data }) => {
  if (data.cancel) controller.abort();
  else run(data);
};

/**
 * What an export is written into: a file of the browser's own, so that nobody
 * holds it in memory. Where there is none, or the disk is full, the page gets it
 * in pieces: a full disk must not keep anybody from taking the library elsewhere.
 */
function sink({ file, full }, post) {
  let dropped;
  function spill() {
    try {
      for (const piece of file.written()) post(piece);
    } catch (error) {
      throw { code: 'full', message: `The file could not be written, nor what there was of it read back (${error.message}). Make room on the disk, then try again.` };
    }
    dropped = file.drop().catch(() => {}); // what stays is swept
    file = null;
    full = true;
  }
  return {
    write(bytes) {
      try {
        file?.write(bytes);
      } catch {
        spill();
      }
      if (!file) post(bytes);
    },
    async end() {
      try {
        return { file: await file?.end(), full };
      } catch {
        spill();
      }
      return { full };
    },
    settled: () => dropped,
    drop: () => file?.drop().catch(() => {}),
  };
}

/** What an export begins with: a file, unless the browser has none in a private window or the disk is full. */
async function begun(method) {
  if (method !== 'export') return {};
  try {
    return { file: await scratch('export') };
  } catch (error) {
    return { full: error.name !== 'SecurityError' && error.name !== 'TypeError' };
  }
}

async function run({ method, params, file, server, remembered }) {
  let pad; // what a large import needs until it is done
  globalThis.pinfoldScratch = async () => (pad ??= await scratch('import'));
  const tidy = () => pad?.drop().catch(() => {}); // what stays is swept
  const post = (bytes) => self.postMessage({ chunk: bytes }, [bytes.buffer]);
  const out = sink(await begun(method), post);
  globalThis.pinfoldChunk = out.write;
  const tell = (event) => self.postMessage({ event });
  if (server) {
    globalThis.pinfoldSend = async (body) => {
      const response = await ask(server, 'posts/batch', { body, signal: controller.signal, onWait: (seconds) => tell({ wait: seconds }) });
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    };
  }
  try {
    const program = await start(file, remembered);
    const onEvent = (json) => tell(JSON.parse(json));
    const text = await program.call(method, JSON.stringify(params), controller.signal, onEvent);
    await tidy();
    const end = await out.end();
    await out.settled();
    self.postMessage({ result: { ...JSON.parse(text), memory: program.memory() }, ...end });
  } catch (error) {
    await out.drop();
    await tidy();
    self.postMessage({ error: { code: error?.code ?? 'internal', message: error?.message ?? String(error) } });
  }
}

async function start(file, remembered) {
  globalThis.pinfoldBoot = { database: 'pinfold', zone: zoneTable(), remembered };
  globalThis.pinfoldFile = file;
  const go = new globalThis.Go();
  const source = fetch(new URL('import.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiateStreaming(source, go.importObject);
  const ended = go.run(instance).then(() => Promise.reject(new Error('The import program stopped, perhaps for want of memory. Look into the library, then import again: what is there already is merged.')));
  ended.catch(() => {});
  if (!globalThis.pinfold) throw new Error(`The import program did not start (${globalThis.pinfoldFailed ?? 'no reason given'}). Reload the page, then try again.`);
  return { call: (...args) => Promise.race([globalThis.pinfold.call(...args), ended]), memory: () => instance.exports.mem.buffer.byteLength };
}
