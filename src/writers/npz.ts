import { zipSync, type Zippable } from 'fflate';
import type { WrittenColumn, WrittenTable } from './table.ts';
import { notesName, notesOf } from './table.ts';

/** A zip file keeps a local date from 1980 on: with this one the same content gives the same bytes. */
const date = '1980-01-01T12:00:00';

/**
 * Arrays as NumPy's .npz, each of its own length and type, and the notes as JSON in an array of one text, `phasic`. It
 * opens without pickle. Layout: numpy.lib.format, version 1.0.
 */
export function npzBytes(table: WrittenTable): Uint8Array {
  const entries = { ...table.columns, [notesName]: { what: '', values: [notesOf(table)] } };
  const files: Zippable = {};
  for (const [name, { values }] of Object.entries(entries))
    files[`${name}.npy`] = [npyBytes(values, name === notesName), { mtime: date }];
  return zipSync(files, { level: 6 });
}

function npyBytes(values: WrittenColumn['values'], isScalar: boolean): Uint8Array {
  const { type, bytes } = ArrayBuffer.isView(values)
    ? { type: typeOf(values), bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) }
    : textsOf(values);
  const shape = isScalar ? '()' : `(${values.length},)`;
  const head = headOf(`{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

/** Magic, version 1.0, length and header, which spaces and a line feed bring to a multiple of 64 bytes. */
function headOf(dictionary: string): Uint8Array {
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const text = `\u0093NUMPY\u0001\u0000\u0000\u0000${dictionary.padEnd(length - 11)}\n`;
  const head = Uint8Array.from(text, (character) => character.charCodeAt(0));
  new DataView(head.buffer).setUint16(8, length - 10, true);
  return head;
}

function typeOf(values: ArrayBufferView): string {
  if (values instanceof Float64Array) return '<f8';
  if (values instanceof Float32Array) return '<f4';
  if (values instanceof Int32Array) return '<i4';
  return values instanceof Uint32Array ? '<u4' : '|u1';
}

/** NumPy's texts have one length, in UTF-32; shorter ones end in zeros. */
function textsOf(texts: readonly string[]): { readonly type: string; readonly bytes: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) as number));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const view = new DataView(new ArrayBuffer(4 * width * texts.length));
  for (const [row, all] of points.entries())
    for (const [i, point] of all.entries()) view.setUint32(4 * (row * width + i), point, true);
  return { type: `<U${width}`, bytes: new Uint8Array(view.buffer) };
}
