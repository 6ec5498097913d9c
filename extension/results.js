/**
 * What a query finds, fetched by blocks of 50 as they are needed. A question
 * that has been overtaken is canceled.
 */
import { search } from './api.js';

export const BLOCK = 50;

/** The number in a total, which may be a lower bound. */
export const countOf = (total) => total.n ?? total;

/**
 * @param {{arrived: (block: number) => void, failed: (error: Error) => void, usual: () => object}} page
 *   usual: the orders where a query names none
 */
export function results({ arrived, failed, usual }) {
  let question = { query: '', typing: false };
  let asking = new AbortController();
  let total = 0;
  let blocks = new Map(); // number to bookmarks
  const loading = new Map(); // number to the controller of the call

  function stop() {
    asking.abort();
    asking = new AbortController();
    for (const controller of loading.values()) controller.abort();
    loading.clear();
  }

  /** Asks anew and gives the first page of the answer, without an exact total. */
  async function ask(query, typing) {
    stop();
    question = { query, typing, usual: usual() };
    const answer = await search({ ...question, limit: BLOCK }, { signal: asking.signal });
    blocks = new Map([[0, answer.bookmarks]]);
    total = countOf(answer.total);
    return answer;
  }

  /** Asks for what takes a visit to every hit: total, tags and near matches. */
  async function detail() {
    const answer = await search({ ...question, limit: BLOCK, want: ['total', 'tags', 'years', 'near'] }, { signal: asking.signal });
    total = countOf(answer.total);
    return answer;
  }

  async function load(k) {
    const controller = new AbortController();
    loading.set(k, controller);
    try {
      const { bookmarks } = await search({ ...question, offset: k * BLOCK, limit: BLOCK }, { signal: controller.signal });
      blocks.set(k, bookmarks);
      loading.delete(k);
      arrived(k);
    } catch (error) {
      if (loading.get(k) === controller) loading.delete(k);
      if (error.code !== 'canceled') failed(error);
    }
  }

  /** Fetches the blocks from one to another that are missing, and no others. */
  function want(from, to) {
    for (const [k, controller] of loading) {
      if (k >= from && k <= to) continue;
      controller.abort();
      loading.delete(k);
    }
    for (let k = from; k <= to; k++) {
      if (!blocks.has(k) && !loading.has(k)) load(k);
    }
  }

  /**
   * Asks again for the blocks in view and forgets the others.
   * @returns {Promise<object | null>} null where the answer is not wanted any more; then nothing is forgotten
   */
  async function again(from, to, wanted) {
    for (const controller of loading.values()) controller.abort();
    loading.clear();
    const { signal } = asking;
    const answer = await search({ ...question, offset: from * BLOCK, limit: (to - from + 1) * BLOCK, want: ['total', 'tags', 'years', 'near'] }, { signal });
    if (!wanted()) return null;
    blocks = new Map();
    for (let k = from; k <= to; k++) blocks.set(k, answer.bookmarks.slice((k - from) * BLOCK, (k - from + 1) * BLOCK));
    total = countOf(answer.total);
    return answer;
  }

  return {
    ask,
    detail,
    want,
    again,
    stop,
    block: (k) => blocks.get(k),
    at: (i) => blocks.get(Math.floor(i / BLOCK))?.[i % BLOCK],
    total: () => total,
    question: () => question,
    /** The index of a bookmark among the blocks at hand, or -1. */
    indexOf(id) {
      for (const [k, bookmarks] of blocks) {
        const i = bookmarks.findIndex((b) => b.id === id);
        if (i >= 0) return k * BLOCK + i;
      }
      return -1;
    },
  };
}
