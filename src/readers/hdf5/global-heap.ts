import type { SourceFile } from '../../contracts/reader.ts';

/** `GCOL`, and version 1. */
const signature = [0x47, 0x43, 0x4f, 0x4c, 1];
const headerBytes = 16;
const objectHeaderBytes = 16;
/** Longer reads are of data, not of HDF5's own structures. */
const longestRead = 1 << 16;

/**
 * Whether bytes that HDF5 reads begin a global heap (where texts are) with objects that do not fill it. HDF5 itself can
 * go through such a heap without end: it steps over an object without a number by the lower 32 bits of its length, also
 * if they are 0, as in a file with a page of zeros after a crash. Layout: HDF5 File Format Specification 3.0, III.E.
 * @param position of the bytes in the file
 */
export function hasDamagedHeap(file: SourceFile, bytes: Uint8Array, position: number): boolean {
  if (bytes.length > longestRead) return false;
  for (let at = bytes.indexOf(0x47); at >= 0; at = bytes.indexOf(0x47, at + 1))
    if (signature.every((byte, i) => bytes[at + i] === byte) && isDamaged(file, position + at)) return true;
  return false;
}

function isDamaged(file: SourceFile, start: number): boolean {
  const header = file.read(start, start + headerBytes);
  const size = header.length < headerBytes ? Infinity : length(header, 8);
  // HDF5 refuses it.
  if (size > file.bytes - start) return false;
  const heap = file.read(start, start + size);
  for (let at = headerBytes; at + objectHeaderBytes <= size;) {
    const isFree = heap[at] === 0 && heap[at + 1] === 0;
    const bytes = length(heap, at + 8);
    const step = isFree ? bytes : objectHeaderBytes + 8 * Math.ceil(bytes / 8);
    if (step < objectHeaderBytes || at + step > size) return true;
    at += step;
  }
  return false;
}

const length = (bytes: Uint8Array, at: number): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at, true));
