import type { SourceFile } from '../../contracts/reader.ts';

const windowBytes = 1 << 18;

/** Reads of small neighbouring ranges of a file, each from one larger read. */
export function windowed(file: Pick<SourceFile, 'read'>): (from: number, to: number) => Uint8Array {
  let start = 0;
  let bytes = new Uint8Array();
  return (from, to) => {
    if (from < start || to > start + bytes.length) {
      start = from;
      bytes = file.read(from, Math.max(to, from + windowBytes)) as Uint8Array<ArrayBuffer>;
    }
    return bytes.subarray(from - start, to - start);
  };
}
