// Arrays of MAT version 5: MathWorks, MAT-File Format (2020), "Array Data Element Formats".
import { inFull } from '../sampled/words.ts';
import { countIn, damagedMat, elementAt, numbersOf, types, type Bytes, type Element } from './elements.ts';
import {
  countOf,
  type MatNumbers,
  type MatOpaque,
  type MatSparse,
  type MatText,
  type MatValue,
  type NumberClass,
} from './tree.ts';

const cell = 1;
const struct = 2;
const object = 3;
const text = 4;
const sparse = 5;
const functionHandle = 16;
const opaque = 17;
const numberClasses: Readonly<Record<number, NumberClass>> = {
  6: 'double',
  7: 'single',
  8: 'int8',
  9: 'uint8',
  10: 'int16',
  11: 'uint16',
  12: 'int32',
  13: 'uint32',
  14: 'int64',
  15: 'uint64',
};
const logicalBit = 0x02;
const complexBit = 0x08;

const maxDepth = 40;
const maxDims = 32;
/** Cells and fields of a file: a million of them take 100 MB of memory. */
const maxNodes = 1_000_000;
const maxCharacters = 1 << 22;

/** A variable: its name and what it holds. */
export interface Named {
  readonly name: string;
  readonly value: MatValue;
}

interface Head {
  readonly arrayClass: number;
  readonly flags: number;
  readonly dims: readonly number[];
  readonly name: string;
  /** The first element after those of the head. */
  readonly at: number;
}

const decoder = new TextDecoder();
const lettersOf = (data: Bytes, { from, to }: Element): string =>
  decoder.decode(data.read(from, to)).replace(/\0+$/, '');

/** What is common to the arrays of one file. */
export interface Budget {
  nodes: number;
}

/** Flags, dimensions and name, which begin a matrix. */
export function headOf(data: Bytes, from: number, to: number): Head {
  const flags = elementAt(data, from, to);
  if (flags.type !== types.uint32 || flags.to - flags.from < 8) throw damagedMat(data, from, 'an array without flags');
  const word = numbersOf(data, flags, 0, 1)[0] as number;
  const arrayClass = word & 0xff;
  const head = { arrayClass, flags: (word >>> 8) & 0xff };
  if (arrayClass === opaque) {
    const name = elementAt(data, flags.next, to);
    return { ...head, dims: [1, 1], name: lettersOf(data, name), at: name.next };
  }
  const sizes = elementAt(data, flags.next, to);
  const count = countIn(data, sizes);
  if (count < 1 || count > maxDims) throw damagedMat(data, sizes.from, `an array of ${count} dimensions`);
  // R's package R.matlab writes vectors of one dimension.
  const dims = [...numbersOf(data, sizes, 0, count), ...(count === 1 ? [1] : [])];
  if (dims.some((size) => size < 0) || !Number.isSafeInteger(countOf(dims)))
    throw damagedMat(data, sizes.from, `an array of the size ${dims.join(' x ')}`);
  const name = elementAt(data, sizes.next, to);
  return { ...head, dims, name: lettersOf(data, name), at: name.next };
}

/** @throws InputError if it is damaged, deeper than 40 levels or has more than a million cells and fields */
export function matrixAt(data: Bytes, from: number, to: number, budget: Budget, depth = 0): Named {
  if (++budget.nodes > maxNodes) throw damagedMat(data, from, `more than ${inFull(maxNodes)} cells and fields`);
  if (depth > maxDepth) throw damagedMat(data, from, `structs and cells within each other, more than ${maxDepth} deep`);
  // An empty cell may have no elements at all.
  if (from === to) return { name: '', value: emptyNumbers };
  const head = headOf(data, from, to);
  return { name: head.name, value: valueOf(data, head, to, budget, depth) };
}

const emptyNumbers: MatNumbers = {
  kind: 'numbers',
  numberClass: 'double',
  isLogical: false,
  dims: [0, 0],
  read: () => new Float64Array(),
};

function valueOf(data: Bytes, head: Head, to: number, budget: Budget, depth: number): MatValue {
  const { arrayClass, dims, at } = head;
  const numberClass = numberClasses[arrayClass];
  if (numberClass !== undefined) return numbers(data, head, to, numberClass);
  if (arrayClass === text) return characters(data, head, to);
  if (arrayClass === cell)
    return { kind: 'cell', dims, items: matrices(data, at, to, countOf(dims), budget, depth).values };
  if (arrayClass === struct || arrayClass === object) return structure(data, head, to, budget, depth);
  if (arrayClass === sparse) return sparseMatrix(data, head, to);
  if (arrayClass === functionHandle) return { kind: 'opaque', className: 'function_handle' };
  if (arrayClass === opaque) return object17(data, head, to);
  throw damagedMat(data, at, `an array of the unknown class ${arrayClass}`);
}

/** Class 17: the name of the system of types, then that of the class. */
function object17(data: Bytes, { at }: Head, to: number): MatOpaque {
  const className = elementAt(data, elementAt(data, at, to).next, to);
  return { kind: 'opaque', className: lettersOf(data, className) };
}

function numbers(data: Bytes, { dims, flags, at }: Head, to: number, numberClass: NumberClass): MatNumbers {
  const count = countOf(dims);
  const whole = (place: number): Element => {
    const element = elementAt(data, place, to);
    if (countIn(data, element) < count)
      throw damagedMat(
        data,
        place,
        `an array of ${dims.join(' x ')} has ${inFull(countIn(data, element))} of ${inFull(count)} numbers`,
      );
    return element;
  };
  const real = whole(at);
  const imaginary = flags & complexBit ? whole(real.next) : undefined;
  return {
    kind: 'numbers',
    numberClass,
    isLogical: (flags & logicalBit) !== 0,
    dims,
    read: (from, until) => numbersOf(data, real, from, Math.min(until, count)),
    ...(imaginary && { imaginary: (from, until) => numbersOf(data, imaginary, from, Math.min(until, count)) }),
  };
}

function characters(data: Bytes, { dims, at }: Head, to: number): MatText {
  const count = countOf(dims);
  const rows = dims[0] as number;
  if (count === 0) return { kind: 'text', dims, rows: Array.from({ length: Math.min(rows, 1) }, () => '') };
  if (count > maxCharacters) throw damagedMat(data, at, `a text of ${inFull(count)} characters`);
  const element = elementAt(data, at, to);
  if (countIn(data, element) < count && element.type !== types.utf8)
    throw damagedMat(data, at, `a text of ${inFull(count)} characters has ${inFull(countIn(data, element))}`);
  if (element.to - element.from < rows) throw damagedMat(data, at, `${inFull(rows)} texts without letters`);
  // UTF-8 has as many characters as it decodes to; others one per number.
  const units =
    element.type === types.utf8
      ? Array.from(decoder.decode(data.read(element.from, element.to)))
      : Array.from(numbersOf(data, element, 0, Math.min(count, countIn(data, element))), (code) =>
          code <= 0xffff ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd',
        );
  const columns = count / rows;
  const row = (i: number): string => Array.from({ length: columns }, (_, j) => units[j * rows + i] ?? '').join('');
  return { kind: 'text', dims, rows: Array.from({ length: rows }, (_, i) => row(i)) };
}

/** A number of arrays, one after the other. */
function matrices(data: Bytes, at: number, to: number, count: number, budget: Budget, depth: number) {
  // Each takes at least the 8 bytes of its tag.
  if (count > (to - at) / 8) throw damagedMat(data, at, `${inFull(count)} arrays in ${inFull(to - at)} bytes`);
  const values: MatValue[] = [];
  let place = at;
  for (let i = 0; i < count; i++) {
    const element = elementAt(data, place, to);
    if (element.type !== types.matrix) throw damagedMat(data, place, `type ${element.type} where an array is due`);
    values.push(matrixAt(data, element.from, element.to, budget, depth + 1).value);
    place = element.next;
  }
  return { values, next: place };
}

function structure(data: Bytes, { arrayClass, dims, at }: Head, to: number, budget: Budget, depth: number): MatValue {
  // An object has the name of its class before its fields.
  const lengthAt = arrayClass === object ? elementAt(data, at, to).next : at;
  const lengths = elementAt(data, lengthAt, to);
  const length = numbersOf(data, lengths, 0, 1)[0] ?? 0;
  const namesAt = elementAt(data, lengths.next, to);
  const bytes = data.read(namesAt.from, namesAt.to);
  if (!(length > 0) && bytes.length > 0) throw damagedMat(data, lengthAt, `names of fields of ${length} characters`);
  const names = Array.from({ length: bytes.length === 0 ? 0 : Math.floor(bytes.length / length) }, (_, i) => {
    const one = bytes.subarray(i * length, (i + 1) * length);
    const end = one.indexOf(0);
    return decoder.decode(end < 0 ? one : one.subarray(0, end));
  });
  const count = countOf(dims);
  const { values } = matrices(data, namesAt.next, to, count * names.length, budget, depth);
  const fields = new Map(
    names.map((name, f) => [
      name,
      Array.from({ length: names.length === 0 ? 0 : count }, (_, i) => values[i * names.length + f] as MatValue),
    ]),
  );
  return { kind: 'struct', dims, fields };
}

function sparseMatrix(data: Bytes, { dims, at }: Head, to: number): MatSparse {
  const columns = dims[1] as number;
  const rowsAt = elementAt(data, at, to);
  const startsAt = elementAt(data, rowsAt.next, to);
  const valuesAt = elementAt(data, startsAt.next, to);
  const columnStarts = Int32Array.from(numbersOf(data, startsAt, 0, countIn(data, startsAt)));
  const count = columnStarts[columns] ?? -1;
  const rowIndices = Int32Array.from(numbersOf(data, rowsAt, 0, Math.max(0, count)));
  const isOrdered = columnStarts.every((start, j) => start >= (j === 0 ? 0 : (columnStarts[j - 1] as number)));
  if (
    columnStarts.length !== columns + 1 ||
    !isOrdered ||
    rowIndices.length !== count ||
    countIn(data, valuesAt) < count ||
    rowIndices.some((row) => row < 0 || row >= (dims[0] as number))
  )
    throw damagedMat(data, at, `a sparse array of ${dims.join(' x ')} whose indices do not fit`);
  return { kind: 'sparse', dims, rowIndices, columnStarts, values: numbersOf(data, valuesAt, 0, count) };
}
