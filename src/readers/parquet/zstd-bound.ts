// RFC 8878, section 3.1.1: frames and blocks.

const maxBlock = 1 << 17;
const magic = 0xfd2fb528;

/** The most bytes that a frame of Zstandard can inflate to, by the kinds and sizes of its blocks. */
export function zstdBound(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 5 || view.getUint32(0, true) !== magic) return 0;
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 32) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  let at = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  let bound = 0;
  while (at + 3 <= bytes.length) {
    const head = view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
    const [isLast, kind, size] = [head & 1, (head >> 1) & 3, head >>> 3];
    const isRun = kind === 1;
    bound += kind === 2 ? maxBlock : size;
    at += 3 + (isRun ? 1 : size);
    if (isLast) break;
  }
  return bound;
}
