/** Patience with a server: one that falls silent, or never comes to an end, is not listened to for ever. */

const SILENCE = 120_000; // ms without a byte
const SILENT = 'The server has been silent for two minutes. Look whether it runs and whether its address is right, then try again.';
const ENDLESS = 'The server says far more than an answer has. Look whether its address is right.';
const UNHEARD = 'The server could not be reached, or did not answer to the end. Look whether it runs, whether its address is right, and whether you are on the network, then try again.';

/** What a person who canceled is told. */
export const canceled = () => Object.assign(new Error('Canceled.'), { code: 'canceled' });

/**
 * @typedef {{status: number, ok: boolean, headers: Headers, text: () => Promise<string>, blob: () => Promise<Blob>,
 *   arrayBuffer: () => Promise<ArrayBuffer>, cancel: () => Promise<void>}} Answer
 *   is read once, or canceled; a reading that fails says why in a sentence, which a Response does not
 *
 * @param {AbortSignal | undefined} signal of the person's own, who may cancel
 * @param {number} most bytes that an answer may have
 * @returns {{signal: AbortSignal, counted: (response: Response) => Answer, ends: (error: Error) => Error}}
 *   signal: ends the request; counted: the answer, which fails where patience ends; ends: why there was none, in a sentence
 */
export function patience(signal, most) {
  const ending = new AbortController();
  let timer;
  let out; // where the answer goes on
  let why; // patience has ended
  const cancel = () => ending.abort(signal.reason);
  const over = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  const end = (sentence) => {
    over();
    why = new Error(sentence);
    out?.error(why);
    ending.abort(why);
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE, SILENT);
  };
  const count = (most) => new TransformStream({
    start: (controller) => { out = controller; },
    transform(chunk) {
      heard();
      most -= chunk.byteLength;
      if (most < 0) end(ENDLESS);
      else out.enqueue(chunk);
    },
    flush: over,
  });
  const ends = (cause) => {
    over();
    if (signal?.aborted) return canceled();
    return why ?? new Error(UNHEARD, { cause });
  };
  const answer = (response) => {
    const drop = async () => {
      over();
      await response.body?.cancel().catch(() => {}); // it may have broken off by itself
    };
    const read = (as) => () => response[as]().catch((error) => { throw ends(error); });
    const { status, ok, headers } = response;
    return { status, ok, headers, text: read('text'), blob: read('blob'), arrayBuffer: read('arrayBuffer'), cancel: drop };
  };
  if (signal?.aborted) throw canceled();
  signal?.addEventListener('abort', cancel);
  heard();
  return {
    signal: ending.signal,
    counted({ body, status, headers }) {
      if (!body) over();
      return answer(new Response(body?.pipeThrough(count(most)), { status, headers }));
    },
    ends,
  };
}
