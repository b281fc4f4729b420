import type { SourceFile } from '../../src/contracts/reader.ts';

const blockBytes = 1 << 16;
const maxBlocks = 32;

/**
 * Small reads of a file come from whole blocks, of which the latest are kept: each read of a chosen file is a question to
 * another process of the browser, and a file of HDF5 is opened by dozens of a few bytes.
 * @param bytes of the file
 */
export function inBlocks(read: SourceFile['read'], bytes: number): SourceFile['read'] {
  /** By number, the latest last. */
  const blocks = new Map<number, Uint8Array>();
  function block(index: number): Uint8Array {
    const one = blocks.get(index) ?? read(index * blockBytes, Math.min(bytes, (index + 1) * blockBytes));
    blocks.delete(index);
    blocks.set(index, one);
    if (blocks.size > maxBlocks) blocks.delete(blocks.keys().next().value as number);
    return one;
  }
  return (from, to) => {
    const end = Math.min(to, bytes);
    if (end - from >= blockBytes || from < 0 || end <= from) return read(from, to);
    const all = new Uint8Array(end - from);
    for (let at = from; at < end;) {
      const [index, within] = [Math.floor(at / blockBytes), at % blockBytes];
      const part = block(index).subarray(within, within + end - at);
      if (part.length === 0) return all.subarray(0, at - from);
      all.set(part, at - from);
      at += part.length;
    }
    return all;
  };
}
