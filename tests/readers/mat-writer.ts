// MAT files of version 5 and 4, written for tests; scipy 1.17.1 reads the same from them.
import { zlibSync } from 'fflate';

const types = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  matrix: 14,
  compressed: 15,
  utf8: 16,
} as const;
type Type = keyof typeof types;
const sizes: Record<Type, number> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  single: 4,
  double: 8,
  int64: 8,
  matrix: 1,
  compressed: 1,
  utf8: 1,
};
const classes = {
  cell: 1,
  struct: 2,
  char: 4,
  sparse: 5,
  double: 6,
  single: 7,
  int8: 8,
  uint8: 9,
  int16: 10,
  uint16: 11,
  int32: 12,
  uint32: 13,
  int64: 14,
} as const;

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** Writes the elements of one byte order. */
export function matWriter(isLittle = true) {
  function put(view: DataView, at: number, type: Type, value: number): void {
    if (type === 'double') view.setFloat64(at, value, isLittle);
    else if (type === 'single') view.setFloat32(at, value, isLittle);
    else if (type === 'int64') view.setBigInt64(at, BigInt(value), isLittle);
    else if (sizes[type] === 4) view.setUint32(at, value, isLittle);
    else if (sizes[type] === 2) view.setUint16(at, value, isLittle);
    else view.setUint8(at, value);
  }
  function tagged(type: Type, body: Uint8Array, isPadded = true): Uint8Array {
    const bytes = new Uint8Array(8 + (isPadded ? Math.ceil(body.length / 8) * 8 : body.length));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, types[type], isLittle);
    view.setUint32(4, body.length, isLittle);
    bytes.set(body, 8);
    return bytes;
  }
  function element(type: Type, numbers: readonly number[], mayPack = true): Uint8Array {
    const body = new DataView(new ArrayBuffer(numbers.length * sizes[type]));
    numbers.forEach((number, i) => put(body, i * sizes[type], type, number));
    const bytes = new Uint8Array(body.buffer);
    if (!mayPack || bytes.length === 0 || bytes.length > 4) return tagged(type, bytes);
    const packed = new Uint8Array(8);
    new DataView(packed.buffer).setUint32(0, (bytes.length << 16) | types[type], isLittle);
    packed.set(bytes, 4);
    return packed;
  }
  const letters = (text: string): number[] => [...new TextEncoder().encode(text)];
  function matrix(
    name: string,
    arrayClass: number,
    dims: readonly number[],
    parts: readonly Uint8Array[],
    flags = 0,
  ): Uint8Array {
    const head = [
      element('uint32', [arrayClass | (flags << 8), 0], false),
      element('int32', dims, false),
      element('int8', letters(name)),
    ];
    return tagged('matrix', joined([...head, ...parts]));
  }
  const writer = {
    element,
    matrix,
    numbers: (
      name: string,
      dims: readonly number[],
      values: readonly number[],
      type: keyof typeof classes & Type = 'double',
      stored: Type = type,
    ) => matrix(name, classes[type], dims, [element(stored, values)]),
    logical: (name: string, values: readonly boolean[]) =>
      matrix(name, classes.uint8, [values.length, 1], [element('uint8', values.map(Number))], 2),
    complex: (name: string, real: readonly number[], imaginary: readonly number[]) =>
      matrix(name, classes.double, [real.length, 1], [element('double', real), element('double', imaginary)], 8),
    /** Rows of equal length. */
    text(name: string, rows: readonly string[]): Uint8Array {
      const width = rows[0]?.length ?? 0;
      const codes = Array.from({ length: width * rows.length }, (_, i) =>
        (rows[i % rows.length] as string).charCodeAt(Math.floor(i / rows.length)),
      );
      return matrix(name, classes.char, [rows.length, width], [element('uint16', codes)]);
    },
    cell: (name: string, dims: readonly number[], items: readonly Uint8Array[]) =>
      matrix(name, classes.cell, dims, items),
    /** @param elements fields of each struct, in one order */
    struct(
      name: string,
      dims: readonly number[],
      elements: readonly Readonly<Record<string, Uint8Array>>[],
    ): Uint8Array {
      const names = Object.keys(elements[0] ?? {});
      const width = 32;
      const padded = names.flatMap((field) => [
        ...letters(field),
        ...Array.from({ length: width - field.length }, () => 0),
      ]);
      const values = elements.flatMap((one) => names.map((field) => one[field] as Uint8Array));
      return matrix(name, classes.struct, dims, [element('int32', [width]), element('int8', padded), ...values]);
    },
    sparse: (
      name: string,
      dims: readonly number[],
      rows: readonly number[],
      starts: readonly number[],
      values: readonly number[],
    ) =>
      matrix(name, classes.sparse, dims, [element('int32', rows), element('int32', starts), element('double', values)]),
    /** An object of a class, as MATLAB writes tables and strings. */
    opaque: (name: string, className: string) =>
      tagged(
        'matrix',
        joined([
          element('uint32', [17, 0], false),
          element('int8', letters(name)),
          element('int8', letters('MCOS')),
          element('int8', letters(className)),
          writer.numbers('', [6, 1], [0xdd000000, 2, 1, 1, 1, 1], 'uint32'),
        ]),
      ),
    compressed: (variable: Uint8Array) => tagged('compressed', zlibSync(variable), false),
    file(variables: readonly Uint8Array[]): Uint8Array {
      const header = new Uint8Array(128).fill(32);
      header.set(letters('MATLAB 5.0 MAT-file'));
      new DataView(header.buffer).setUint16(124, 0x0100, isLittle);
      header.set(letters(isLittle ? 'IM' : 'MI'), 126);
      return joined([header, ...variables]);
    },
  };
  return writer;
}

/** A variable of version 4. @param kind 0 numbers, 1 text, 2 sparse */
export function version4(
  name: string,
  rows: number,
  columns: number,
  values: readonly number[],
  kind = 0,
  isLittle = true,
): Uint8Array {
  const bytes = new Uint8Array(20 + name.length + 1 + 8 * values.length);
  const view = new DataView(bytes.buffer);
  [(isLittle ? 0 : 1000) + kind, rows, columns, 0, name.length + 1].forEach((word, i) =>
    view.setUint32(4 * i, word, isLittle),
  );
  bytes.set(new TextEncoder().encode(name), 20);
  values.forEach((value, i) => view.setFloat64(21 + name.length + 8 * i, value, isLittle));
  return bytes;
}
