/** What is compared of files: whether two hold the same bytes. */
const PIECE = 1 << 20; // bytes that are in memory at once

/** SHA-256, as hexadecimal, over the SHA-256 of each MiB of a file: no more of it is in memory. */
export async function fingerprint(blob) {
  const digests = [];
  for (let at = 0; at < blob.size; at += PIECE) digests.push(await digest(await blob.slice(at, at + PIECE).arrayBuffer()));
  const whole = new Uint8Array(await digest(await new Blob(digests).arrayBuffer()));
  return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const digest = (bytes) => crypto.subtle.digest('SHA-256', bytes);

/** Whether two streams bring the same bytes, however they are cut into pieces. */
export async function sameBytes(one, other) {
  const [a, b] = [pieces(one.getReader()), pieces(other.getReader())];
  for (;;) {
    await Promise.all([a.fill(), b.fill()]);
    if (!a.rest.length || !b.rest.length) return a.rest.length === b.rest.length;
    const n = Math.min(a.rest.length, b.rest.length);
    for (let i = 0; i < n; i++) if (a.rest[i] !== b.rest[i]) return false;
    a.rest = a.rest.subarray(n);
    b.rest = b.rest.subarray(n);
  }
}

/** A reader's bytes, of which .rest are those at hand; none are at its end. */
function pieces(reader) {
  const p = {
    rest: new Uint8Array(),
    async fill() {
      while (!p.rest.length) {
        const { done, value } = await reader.read();
        if (done) return;
        p.rest = value;
      }
    },
  };
  return p;
}
