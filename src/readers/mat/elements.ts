// Data elements of MAT version 5: MathWorks, MAT-File Format (2020), "Level 5 MAT-File Format".
import { InputError } from '../../core/errors.ts';
import { decoded, storedBytes, type Stored } from '../sampled/numbers.ts';
import { inFull } from '../sampled/words.ts';

/** What elements are in: a file, or inflated contents. */
export interface Bytes {
  readonly bytes: number;
  /** Bytes [from, to). */
  read(from: number, to: number): Uint8Array;
  readonly isLittle: boolean;
  /** The file and, within inflated contents, the variable; for messages. */
  readonly where: string;
}

export interface Element {
  readonly type: number;
  readonly from: number;
  readonly to: number;
  /** Where the next element begins. */
  readonly next: number;
}

export const types = { uint32: 6, matrix: 14, compressed: 15, utf8: 16, utf16: 17, utf32: 18 } as const;

const storedTypes: Readonly<Record<number, Stored>> = {
  1: 'int8',
  2: 'uint8',
  3: 'int16',
  4: 'uint16',
  5: 'int32',
  6: 'uint32',
  7: 'float32',
  9: 'float64',
  12: 'int64',
  13: 'uint64',
  16: 'uint8',
  17: 'uint16',
  18: 'uint32',
};

export const damagedMat = (data: Bytes, at: number, why: string): InputError =>
  new InputError(why, `${data.where}, byte ${inFull(at)}`, 'save it again in MATLAB, or copy it again');

/** The element at a place. @throws InputError if it goes on beyond the limit */
export function elementAt(data: Bytes, at: number, limit: number): Element {
  const tag = data.read(at, Math.min(at + 8, limit));
  if (tag.length < 8) throw damagedMat(data, at, 'it ends within the tag of an element');
  const view = new DataView(tag.buffer, tag.byteOffset, 8);
  const word = view.getUint32(0, data.isLittle);
  const packed = word >>> 16;
  // Up to four bytes stand within the tag, whose upper half says how many.
  if (packed !== 0) {
    if (packed > 4) throw damagedMat(data, at, `an element within its tag has ${packed} bytes, more than 4`);
    return { type: word & 0xffff, from: at + 4, to: at + 4 + packed, next: at + 8 };
  }
  const bytes = view.getUint32(4, data.isLittle);
  const end = at + 8 + bytes;
  if (end > limit)
    throw damagedMat(
      data,
      at,
      `an element announces ${inFull(bytes)} bytes and ${inFull(Math.max(0, limit - at - 8))} are there`,
    );
  const padded = word === types.compressed ? end : at + 8 + Math.ceil(bytes / 8) * 8;
  return { type: word, from: at + 8, to: end, next: padded };
}

/** How the numbers of an element are stored. */
function storedAs(data: Bytes, { type, from }: Element): Stored {
  const stored = storedTypes[type];
  if (stored === undefined) throw damagedMat(data, from, `numbers of the unknown type ${type}`);
  return stored;
}

/** Numbers in an element. */
export function countIn(data: Bytes, element: Element): number {
  return Math.floor((element.to - element.from) / storedBytes[storedAs(data, element)]);
}

/** Numbers [from, to) of an element. */
export function numbersOf(data: Bytes, element: Element, from: number, to: number): Float64Array {
  const stored = storedAs(data, element);
  const size = storedBytes[stored];
  const bytes = data.read(element.from + from * size, Math.min(element.to, element.from + to * size));
  return decoded(bytes, stored, data.isLittle);
}
