/** Patience with a server: one that falls silent, or never comes to an end, is not listened to for ever. */

const SILENCE = 120_000; // ms without a byte
const SILENT = 'The server has been silent for two minutes. Look whether it runs and whether its address is right, then try again.';
const ENDLESS = 'The server says far more than an answer has. Look whether its address is right.';

/** Whether an error says that patience has ended; its message is a sentence then. */
export const isOver = (error) => error?.code === 'noanswer';

/**
 * @param {AbortSignal | undefined} signal of the person's own, who may cancel
 * @param {number} most bytes that an answer may have
 * @returns {{signal: AbortSignal, counted: (response: Response) => Response, ends: (error: Error) => Error}}
 *   signal: ends the request; counted: the response, which fails where patience ends; ends: why there was none
 */
export function patience(signal, most) {
  const ending = new AbortController();
  let timer;
  let out; // where the answer goes on
  const cancel = () => ending.abort(signal.reason);
  const over = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  const end = (sentence) => {
    over();
    const error = Object.assign(new Error(sentence), { code: 'noanswer' });
    out?.error(error);
    ending.abort(error);
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
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cancel);
  heard();
  return {
    signal: ending.signal,
    counted({ body, status, headers }) {
      if (!body) over();
      return new Response(body?.pipeThrough(count(most)), { status, headers });
    },
    ends(error) {
      over();
      return isOver(ending.signal.reason) ? ending.signal.reason : error;
    },
  };
}
