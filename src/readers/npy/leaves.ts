import { arrayLeaf, type NumberLeaf, type TextLeaf } from '../arrays/leaf.ts';
import { decoded, storedBytes } from '../sampled/numbers.ts';
import { inFull } from '../sampled/words.ts';
import type { Field, NpyBytes, NpyHeader } from './header.ts';

const maxTexts = 1 << 20;
const maxTextBytes = 1 << 26;
const maxDims = 3;
/** The integer that stands for no date. */
const noDate = Number(-(1n << 63n));

export interface Leaves {
  readonly numbers: NumberLeaf[];
  readonly texts: TextLeaf[];
  readonly warnings: string[];
}

/** @param key path of the array in its file or folder, parts separated by '.' */
export function gatherNpy(data: NpyBytes, header: NpyHeader, key: string, into: Leaves): void {
  into.warnings.push(...header.warnings);
  for (const field of header.fields) {
    const id = field.name === '' ? key : `${key}.${field.name}`;
    const cut = id.lastIndexOf('.');
    const place = { id, scope: id.slice(0, Math.max(0, cut)), name: id.slice(cut + 1) };
    if (field.kind === 'number') gatherNumbers(data, header, field, place, into);
    else gatherTexts(data, header, field, place, into);
  }
}

interface Place {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
}

const countOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1);

function gatherNumbers(
  data: NpyBytes,
  { dims, at, itemBytes, order }: NpyHeader,
  field: Field,
  place: Place,
  into: Leaves,
): void {
  if (countOf(dims) === 0) return;
  if (dims.length > maxDims) {
    into.warnings.push(
      `${place.id} has ${dims.length} dimensions (${dims.map((size) => inFull(size)).join(' x ')}): not shown as a table`,
    );
    return;
  }
  if (field.isComplex) into.warnings.push(`${place.id} is complex: its real part is shown`);
  const size = storedBytes[field.stored];
  const read = (from: number, to: number): Float64Array => {
    const bytes = data.read(at + from * itemBytes, at + to * itemBytes);
    // Whole numbers at the field's distance; the last element ends with the slice.
    const isPlain = itemBytes === size;
    const values = isPlain
      ? decoded(bytes, field.stored, field.isLittle)
      : spaced(bytes, field, itemBytes, Math.max(0, to - from));
    const { perSecond } = field;
    return perSecond === undefined
      ? values
      : values.map((value) => (value === noDate ? Number.NaN : value / perSecond));
  };
  const index = (places: readonly (number | undefined)[]): string => `[${places.map((one) => one ?? ':').join(', ')}]`;
  const mayMiss = field.stored.startsWith('float') || field.perSecond !== undefined;
  const unit = field.perSecond === undefined ? undefined : 's';
  into.numbers.push(arrayLeaf({ ...place, dims: dims.length === 0 ? [1] : dims, order, mayMiss, unit, read, index }));
}

/** A field of elements that have others too. */
function spaced(
  bytes: Uint8Array,
  { offset, stored, isLittle }: Field,
  itemBytes: number,
  count: number,
): Float64Array {
  const size = storedBytes[stored];
  const there = Math.min(count, Math.floor(bytes.length / itemBytes));
  const packed = new Uint8Array(there * size);
  for (let i = 0; i < there; i++)
    packed.set(bytes.subarray(i * itemBytes + offset, i * itemBytes + offset + size), i * size);
  return decoded(packed, stored, isLittle);
}

function gatherTexts(
  data: NpyBytes,
  { dims, at, itemBytes }: NpyHeader,
  field: Field,
  place: Place,
  into: Leaves,
): void {
  const count = countOf(dims);
  if (dims.length > 1 || count > maxTexts || count * itemBytes > maxTextBytes) {
    into.warnings.push(`${place.id}: texts of the size ${dims.map((size) => inFull(size)).join(' x ')} are not shown`);
    return;
  }
  const bytes = data.read(at, at + count * itemBytes);
  const values = Array.from({ length: count }, (_, i) => {
    const one = bytes.subarray(i * itemBytes + field.offset, i * itemBytes + field.offset + field.size);
    return field.kind === 'bytes' ? new TextDecoder().decode(one).replace(/\0+$/, '') : utf32(one, field.isLittle);
  });
  into.texts.push({ ...place, values });
}

function utf32(bytes: Uint8Array, isLittle: boolean): string {
  const codes = decoded(bytes, 'uint32', isLittle);
  let text = '';
  for (const code of codes) if (code !== 0) text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  return text;
}
