import type { SourceFile } from '../../contracts/reader.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** A block of another program may be before HDF5's; its length is 0, 512 or a larger power of two. */
const starts = [0, 512, 1024, 2048];
/** Bytes of each part of a file that are looked at. */
const near = 1 << 16;
/** Names of objects are ASCII, and no byte is refused. */
const ascii = new TextDecoder('windows-1252');
const undefinedAddress = Number.MAX_SAFE_INTEGER;

/** Where HDF5 begins in a file, bytes; undefined if it is none. Never throws. */
export function hdf5Start(file: SourceFile): number | undefined {
  try {
    return starts.find((start) => {
      const bytes = file.read(start, start + signature.length);
      return signature.every((byte, i) => bytes[i] === byte);
    });
  } catch {
    return undefined;
  }
}

/**
 * Which of these names are near the start or the end of a file, or near its root group, where its attributes and links
 * are. Says what kind of file it is likely to be without reading it by HDF5.
 */
export function namesIn(file: SourceFile, names: readonly string[]): ReadonlySet<string> {
  const start = hdf5Start(file);
  if (start === undefined) return new Set();
  const ranges = [[start, start + near] as const, [Math.max(0, file.bytes - near), file.bytes] as const];
  for (const address of rootAddresses(file.read(start, start + 128)))
    ranges.push([start + address, start + address + near]);
  const texts = ranges.map(([from, to]) => ascii.decode(file.read(from, to)));
  return new Set(names.filter((name) => texts.some((text) => text.includes(name))));
}

/**
 * Addresses of the root group's header and names, by the superblock (HDF5 File Format Specification 3.0, II.A and
 * III.C); files with addresses of other than 8 bytes are not recorded ones.
 */
function rootAddresses(superblock: Uint8Array): number[] {
  if (superblock.length < 104) return [];
  const view = new DataView(superblock.buffer, superblock.byteOffset, superblock.byteLength);
  const address = (at: number): number => Number(view.getBigUint64(at, true));
  const version = superblock[8] as number;
  // The symbol table entry of the root: name, header, kind of cache, reserved, B-tree, heap.
  const entry = version === 0 ? 56 : 60;
  const found = version < 2 ? [address(entry + 8), address(entry + 24), address(entry + 32)] : [address(36)];
  return found.filter((one) => one < undefinedAddress);
}
