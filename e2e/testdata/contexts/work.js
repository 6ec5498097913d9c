// What a context of the tests does. It asks outside for the next thing to do, does
// it as our own code does, and tells what it heard, until there is nothing more.

/** The generations that this context's own engine has made and not told yet. */
const made = [];
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (value, key) {
  if (this.name === 'meta' && key === 'generation') this.transaction.addEventListener('complete', () => made.push(value));
  return put.call(this, value, key);
};

/** Tells the generations that were made since they were last told. */
export const takeMade = () => made.splice(0);

/**
 * Works until there is nothing more to do.
 * @param {string} outside where to ask, with the context's name in it
 * @param {(method: string, params: object) => Promise<any>} call
 * @param {(file: File) => Promise<any>} [importFile]
 */
export async function work(outside, call, importFile) {
  let told = {};
  for (;;) {
    const response = await fetch(outside, { method: 'POST', body: JSON.stringify({ ...told, made: takeMade() }) });
    if (response.status === 204) return;
    told = await heard(await response.json(), call, importFile);
  }
}

async function heard({ calls, file }, call, importFile) {
  try {
    if (file) return { result: await importFile(new File([file], 'mine.json')) };
    let result;
    for (const { method, params, write } of calls) result = await call(method, write ? { ...params, op: crypto.randomUUID() } : params);
    return { result };
  } catch (error) {
    return { code: error.code ?? 'internal', message: error.message };
  }
}
