import type { SourceFile } from '../../contracts/reader.ts';

const signature = [0x47, 0x43, 0x4f, 0x4c];
const headerBytes = 16;
/** Longer reads are of data, not of HDF5's own structures. */
const longestRead = 1 << 16;

/**
 * Whether bytes that HDF5 reads begin a global heap (where texts are) in which it would search without end: it steps
 * over an object without a number by its length, also if that is 0, as in a file with a page of zeros after a crash.
 * Layout: HDF5 File Format Specification 3.0, III.E.
 * @param position of the bytes in the file
 */
export function hasEndlessHeap(file: SourceFile, bytes: Uint8Array, position: number): boolean {
  if (bytes.length > longestRead) return false;
  for (let at = bytes.indexOf(0x47); at >= 0; at = bytes.indexOf(0x47, at + 1))
    if (signature.every((byte, i) => bytes[at + i] === byte) && isEndless(file, position + at)) return true;
  return false;
}

function isEndless(file: SourceFile, start: number): boolean {
  const header = file.read(start, start + headerBytes);
  const size = header.length < headerBytes ? 0 : length(header, 8);
  if (size > file.bytes - start) return false;
  const heap = file.read(start, start + size);
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength);
  for (let at = headerBytes; at + headerBytes <= size;) {
    const isFree = view.getUint16(at, true) === 0;
    const bytes = length(heap, at + 8);
    if (isFree && bytes === 0) return true;
    at += isFree ? bytes : headerBytes + 8 * Math.ceil(bytes / 8);
  }
  return false;
}

const length = (bytes: Uint8Array, at: number): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at, true));
