// PKWARE, APPNOTE.TXT: .ZIP File Format Specification 6.3.10.
import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { inFull } from '../sampled/words.ts';

/** An entry of a zip file: where its contents are. */
export interface ZipEntry {
  readonly name: string;
  readonly isCompressed: boolean;
  readonly crc32: number;
  /** Bytes in the file, and of the contents. */
  readonly packed: number;
  readonly bytes: number;
  /** Where the contents begin. */
  readonly from: number;
}

const endBytes = 22;
const maxComment = 65_535;
const entryBytes = 46;
const localBytes = 30;
const maxDirectory = 1 << 26;
const signatures = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, entry: 0x02014b50, local: 0x04034b50 };
/** In a field of 32 bits: the number is in the extra field of 64 bits. */
const elsewhere = 0xffffffff;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const big = (bytes: DataView, at: number): number => Number(bytes.getBigUint64(at, true));

/**
 * Entries in the order of the directory.
 * @throws InputError if the directory is damaged, an entry is encrypted or not deflated, or two share bytes
 */
export function zipEntries(file: SourceFile): ZipEntry[] {
  const wrong = (why: string): InputError => new InputError(why, file.name, 'copy or save the file again');
  const { from, bytes: size } = directoryOf(file, wrong);
  if (size > maxDirectory || from + size > file.bytes)
    throw wrong(`its directory announces ${inFull(size)} bytes at byte ${inFull(from)}, beyond the end of the file`);
  const bytes = file.read(from, from + size);
  const directory = view(bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length;) {
    if (directory.getUint32(at, true) !== signatures.entry)
      throw wrong(`its directory is damaged at byte ${inFull(from + at)}`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((k) => directory.getUint16(at + k, true)) as [
      number,
      number,
      number,
    ];
    const next = at + entryBytes + nameLength + extraLength + commentLength;
    if (next > bytes.length) throw wrong(`its directory is damaged at byte ${inFull(from + at)}`);
    const nameAt = at + entryBytes;
    const name = new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameLength));
    const extra = bytes.subarray(nameAt + nameLength, nameAt + nameLength + extraLength);
    const head = sizesOf(directory, at, view(extra));
    const [flags, method] = [directory.getUint16(at + 8, true), directory.getUint16(at + 10, true)];
    if (flags & 1) throw new InputError('it is encrypted', `${file.name}, entry ${name}`, 'save it without a password');
    if (method !== 0 && method !== 8)
      throw new InputError(
        `it is compressed by method ${method}`,
        `${file.name}, entry ${name}`,
        'save it with numpy.savez',
      );
    const start = contentsAt(file, head.local);
    const isTrue =
      start !== undefined && start + head.packed <= file.bytes && (method === 8 || head.packed === head.bytes);
    if (!isTrue) throw wrong(`entry ${name} announces ${inFull(head.packed)} bytes that are not there`);
    entries.push({
      name,
      isCompressed: method === 8,
      crc32: directory.getUint32(at + 16, true),
      packed: head.packed,
      bytes: head.bytes,
      from: start,
    });
    at = next;
  }
  const inOrder = entries.toSorted((one, other) => one.from - other.from);
  inOrder.forEach((one, i) => {
    const before = inOrder[i - 1];
    // A zip bomb has many entries for the same bytes.
    if (before !== undefined && before.from + before.packed > one.from)
      throw wrong(`entries ${before.name} and ${one.name} share bytes`);
  });
  return entries;
}

function directoryOf(file: SourceFile, wrong: (why: string) => InputError): { from: number; bytes: number } {
  const tailAt = Math.max(0, file.bytes - endBytes - maxComment);
  const tail = view(file.read(tailAt, file.bytes));
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== signatures.end) continue;
    const [bytes, from] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (bytes !== elsewhere && from !== elsewhere) return { from, bytes };
    const locator = at - 20;
    if (locator < 0 || tail.getUint32(locator, true) !== signatures.locator64) break;
    const end64 = big(tail, locator + 8);
    const end = view(file.read(end64, end64 + 56));
    if (end.byteLength < 56 || end.getUint32(0, true) !== signatures.end64) break;
    return { from: big(end, 48), bytes: big(end, 40) };
  }
  throw wrong('its directory, which stands at its end, is missing: it was cut off');
}

/** Sizes and the place of the local header, from the extra field where they need 64 bits. */
function sizesOf(directory: DataView, at: number, extra: DataView) {
  const narrow = [24, 20, 42].map((k) => directory.getUint32(at + k, true));
  const wide: number[] = [];
  for (let i = 0; i + 4 <= extra.byteLength; i += 4 + extra.getUint16(i + 2, true))
    if (extra.getUint16(i, true) === 1)
      for (let k = i + 4; k + 8 <= Math.min(extra.byteLength, i + 4 + extra.getUint16(i + 2, true)); k += 8)
        wide.push(big(extra, k));
  const [bytes = 0, packed = 0, local = 0] = narrow.map((value) =>
    value === elsewhere ? (wide.shift() ?? value) : value,
  );
  return { bytes, packed, local };
}

function contentsAt(file: SourceFile, local: number): number | undefined {
  const head = view(file.read(local, local + localBytes));
  if (head.byteLength < localBytes || head.getUint32(0, true) !== signatures.local) return undefined;
  return local + localBytes + head.getUint16(26, true) + head.getUint16(28, true);
}

/** The name of the first entry, if it is a zip file. */
export function firstEntryName(file: SourceFile): string | undefined {
  const bytes = file.read(0, localBytes + 512);
  if (bytes.length < localBytes || view(bytes).getUint32(0, true) !== signatures.local) return undefined;
  return new TextDecoder().decode(bytes.subarray(localBytes, localBytes + view(bytes).getUint16(26, true)));
}
