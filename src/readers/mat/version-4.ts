// MathWorks, MAT-File Format (2020), "Level 4 MAT-File Format".
import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { decoded, storedBytes, type Stored } from '../sampled/numbers.ts';
import { inFull } from '../sampled/words.ts';
import type { MatFile, MatSparse, MatValue, NumberClass } from './tree.ts';

const headerBytes = 20;
const maxName = 256;
const maxCharacters = 1 << 22;
/** Columns of a sparse array. */
const maxSparse = 1 << 24;
/** By the tens of the type: how numbers are stored. */
const storedByDigit: readonly (readonly [Stored, NumberClass])[] = [
  ['float64', 'double'],
  ['float32', 'single'],
  ['int32', 'int32'],
  ['int16', 'int16'],
  ['uint16', 'uint16'],
  ['uint8', 'uint8'],
];
const [asNumbers, asText, asSparse] = [0, 1, 2];

interface Head {
  readonly isLittle: boolean;
  readonly stored: Stored;
  readonly numberClass: NumberClass;
  readonly contents: number;
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  readonly name: string;
  readonly from: number;
  readonly bytes: number;
}

/** The head of a variable; undefined if there is none at this place. */
export function headAt(file: SourceFile, at: number): Head | undefined {
  const bytes = file.read(at, at + headerBytes);
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  // Types are below 5,000, so the other byte order gives a far larger number. 0 is the same in both.
  const isLittle = view.getUint32(0, true) < 5000;
  const word = (index: number): number => view.getUint32(4 * index, isLittle);
  const type = word(0);
  const [order, reserved, digit, contents] = [1000, 100, 10, 1].map((unit) => Math.floor(type / unit) % 10);
  const [stored, numberClass] = storedByDigit[digit as number] ?? [];
  const [rows, columns, imaginary, length] = [word(1), word(2), word(3), word(4)];
  if (type >= 5000 || order !== (isLittle ? 0 : 1) || reserved !== 0 || (contents as number) > asSparse)
    return undefined;
  if (stored === undefined || imaginary > 1 || length < 2 || length > maxName) return undefined;
  const letters = file.read(at + headerBytes, at + headerBytes + length);
  const name = String.fromCharCode(...letters.subarray(0, -1));
  if (letters.at(-1) !== 0 || !/^[A-Za-z]\w*$/.test(name)) return undefined;
  return {
    isLittle,
    stored,
    numberClass: numberClass as NumberClass,
    contents: contents as number,
    rows,
    columns,
    isComplex: imaginary === 1,
    name,
    from: at + headerBytes + length,
    bytes: rows * columns * storedBytes[stored] * (1 + imaginary),
  };
}

/** @throws InputError if the first variable is not whole */
export function readVersion4(file: SourceFile): MatFile {
  const variables = new Map<string, MatValue>();
  const warnings: string[] = [];
  for (let at = 0; at < file.bytes;) {
    const head = headAt(file, at);
    const there = head === undefined ? 0 : file.bytes - head.from;
    const why =
      head === undefined
        ? `no variable at byte ${inFull(at)}`
        : head.bytes > there
          ? `variable ${head.name} announces ${inFull(head.bytes)} bytes at byte ${inFull(head.from)} and ${inFull(there)} are there`
          : undefined;
    if (why !== undefined || head === undefined) {
      if (variables.size === 0) throw new InputError(why ?? '', file.name, 'copy it again, or save it again in MATLAB');
      warnings.push(`${file.name}: ${why}: the rest is left out`);
      break;
    }
    variables.set(head.name, valueOf(file, head));
    at = head.from + head.bytes;
  }
  return { variables, warnings, close: () => undefined };
}

function valueOf(file: SourceFile, head: Head): MatValue {
  const { isLittle, stored, numberClass, rows, columns, from: start, isComplex } = head;
  const size = storedBytes[stored];
  const count = rows * columns;
  const part =
    (offset: number) =>
    (from: number, to: number): Float64Array =>
      decoded(
        file.read(start + (offset + from) * size, start + (offset + Math.min(to, count)) * size),
        stored,
        isLittle,
      );
  const read = part(0);
  if (head.contents === asText && count > 0 && count <= maxCharacters) {
    const codes = read(0, count);
    const row = (i: number): string =>
      Array.from({ length: columns }, (_, j) => String.fromCharCode(codes[j * rows + i] as number)).join('');
    return { kind: 'text', dims: [rows, columns], rows: Array.from({ length: rows }, (_, i) => row(i)) };
  }
  if (head.contents === asSparse && (columns === 3 || columns === 4))
    return sparse(read(0, count), rows, `${file.name}, variable ${head.name}`);
  return {
    kind: 'numbers',
    numberClass,
    isLogical: head.contents !== asNumbers,
    dims: [rows, columns],
    read,
    ...(isComplex && { imaginary: part(count) }),
  };
}

/** Rows of row, column and value, both counted from 1; the last row has the size of the array. */
function sparse(triplets: Float64Array, rows: number, where: string): MatSparse {
  const at = (row: number, column: number): number => triplets[column * rows + row] ?? 0;
  const entries = Array.from({ length: Math.max(0, rows - 1) }, (_, k) => k).sort((a, b) => at(a, 1) - at(b, 1));
  const [height, width] = [at(rows - 1, 0), at(rows - 1, 1)];
  const isIndex = (index: number, size: number): boolean => Number.isInteger(index) && index >= 1 && index <= size;
  if (!entries.every((k) => isIndex(at(k, 0), height) && isIndex(at(k, 1), width)) || !isIndex(width, maxSparse))
    throw new InputError('a sparse array whose indices do not fit', where, 'save it again with full(...)');
  const columnStarts = new Int32Array(width + 1);
  for (const k of entries) columnStarts[at(k, 1)] = (columnStarts[at(k, 1)] as number) + 1;
  for (let j = 1; j < columnStarts.length; j++)
    columnStarts[j] = (columnStarts[j] as number) + (columnStarts[j - 1] as number);
  return {
    kind: 'sparse',
    dims: [height, width],
    rowIndices: Int32Array.from(entries, (k) => at(k, 0) - 1),
    columnStarts,
    values: Float64Array.from(entries, (k) => at(k, 2)),
  };
}
