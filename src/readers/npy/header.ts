// NumPy's documentation, numpy.lib.format: "Format Version 1.0" to "3.0".
import { InputError } from '../../core/errors.ts';
import { storedBytes, type Stored } from '../sampled/numbers.ts';
import { inFull } from '../sampled/words.ts';

/** Bytes of one .npy: a file, or an entry of a .npz. */
export interface NpyBytes {
  readonly bytes: number;
  read(from: number, to: number): Uint8Array;
  /** File and entry, for messages. */
  readonly where: string;
}

/** A number or text of each element; a structured type has several. */
export interface Field {
  /** '' if the type has no fields. */
  readonly name: string;
  readonly offset: number;
  readonly kind: 'number' | 'utf-32' | 'bytes';
  readonly stored: Stored;
  readonly isLittle: boolean;
  /** Bytes of a text. */
  readonly size: number;
  /** Numbers in a second, of dates and durations, whose smallest integer is none. */
  readonly perSecond?: number;
  readonly isComplex?: boolean;
}

export interface NpyHeader {
  readonly fields: readonly Field[];
  readonly itemBytes: number;
  readonly dims: readonly number[];
  readonly order: 'columns first' | 'rows first';
  /** Where the elements begin. */
  readonly at: number;
  /** Types that are left out, each one line. */
  readonly warnings: readonly string[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maxHeader = 1 << 20;
const maxDims = 32;

export const isNpy = (start: Uint8Array): boolean =>
  start.length >= magic.length && magic.every((byte, i) => start[i] === byte);

const wrong = (data: NpyBytes, why: string): InputError =>
  new InputError(why, data.where, 'save it again with numpy.save, as an array of numbers');

/** @throws InputError if the header is damaged, announces more than is there, or Python objects */
export function npyHeader(data: NpyBytes): NpyHeader {
  const start = data.read(0, 12);
  if (!isNpy(start) || start.length < 10) throw wrong(data, 'it does not begin as .npy files do');
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const isShort = start[6] === 1;
  if (!isShort && start.length < 12) throw wrong(data, 'it ends within its header');
  const length = isShort ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = isShort ? 10 : 12;
  if (length > maxHeader || from + length > data.bytes)
    throw wrong(
      data,
      `its header announces ${inFull(length)} bytes and ${inFull(Math.max(0, data.bytes - from))} are there`,
    );
  const text = new TextDecoder(start[6] === 3 ? 'utf-8' : 'windows-1252').decode(data.read(from, from + length));
  const header = parsed(data, text);
  const count = header.dims.reduce((product, size) => product * size, 1);
  const announced = count * header.itemBytes;
  if (!Number.isSafeInteger(announced) || announced > data.bytes - from - length)
    throw wrong(
      data,
      `an array of ${header.dims.join(' x ')} needs ${inFull(announced)} bytes and ${inFull(data.bytes - from - length)} are there`,
    );
  return { ...header, at: from + length };
}

/** The header is a literal of Python: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }. */
function parsed(data: NpyBytes, text: string): Omit<NpyHeader, 'at'> {
  const shape = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const simple = /'descr'\s*:\s*'([^']+)'/.exec(text)?.[1];
  const structured = /'descr'\s*:\s*\[(.*)\]\s*[,}]/s.exec(text)?.[1];
  const dims = (shape ?? '').split(',').flatMap((size) => /\d+/.exec(size)?.map(Number) ?? []);
  if (shape === undefined || fortran === undefined || dims.length > maxDims)
    throw wrong(data, `its header cannot be read: ${text.trim().slice(0, 80)}`);
  const order = fortran === 'True' ? ('columns first' as const) : ('rows first' as const);
  if (simple !== undefined) {
    const { field, bytes } = typeOf(simple);
    if (field === undefined) throw wrong(data, unreadable(simple));
    return { fields: [{ ...field, name: '', offset: 0 }], itemBytes: bytes, dims, order, warnings: [] };
  }
  if (structured === undefined) throw wrong(data, `its type cannot be read: ${text.trim().slice(0, 80)}`);
  return { ...fieldsOf(data, structured), dims, order };
}

const unreadable = (type: string): string =>
  type.includes('O')
    ? 'it holds Python objects (pickled), which are not opened because that runs what they contain'
    : `its type '${type}' is unknown`;

/** Fields of a structured type: ('time', '<f8'), ('xyz', '<f4', (3,)). */
function fieldsOf(data: NpyBytes, text: string): Pick<NpyHeader, 'fields' | 'itemBytes' | 'warnings'> {
  const fields: Field[] = [];
  const warnings: string[] = [];
  let offset = 0;
  let rest = text.trim();
  const one = /^\(\s*'([^']*)'\s*,\s*'([^']+)'\s*(?:,\s*\(([\d,\s]*)\)\s*)?\)\s*,?\s*/;
  while (rest !== '') {
    const match = one.exec(rest);
    if (match === null) throw wrong(data, `its type cannot be read: ${rest.slice(0, 80)}`);
    const [all, name = '', type = '', sizes] = match;
    const { field, bytes } = typeOf(type);
    const repeated = (sizes ?? '1')
      .split(',')
      .reduce((product, size) => product * (size.trim() === '' ? 1 : Number(size)), 1);
    if (bytes === 0) throw wrong(data, unreadable(type));
    if (field !== undefined && sizes === undefined) fields.push({ ...field, name, offset });
    else if (name !== '') warnings.push(`${data.where}: the field ${name} of the type '${type}' is left out`);
    offset += bytes * repeated;
    rest = rest.slice(all.length);
  }
  return { fields, itemBytes: offset, warnings };
}

const numbers: Readonly<Record<string, Stored>> = {
  b1: 'uint8',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};
const perSecond: Readonly<Record<string, number>> = {
  s: 1,
  ms: 1e3,
  us: 1e6,
  ns: 1e9,
  m: 1 / 60,
  h: 1 / 3600,
  D: 1 / 86_400,
};

/** @returns 0 bytes if the type is unknown; no field if it is known, but neither a number nor a text */
function typeOf(type: string): { field?: Omit<Field, 'name' | 'offset'>; bytes: number } {
  const [, order = '', kind = '', digits = '', unit] = /^([<>|=]?)([a-zA-Z])(\d*)(?:\[(\w+)\])?$/.exec(type) ?? [];
  const common = { isLittle: order !== '>' };
  const stored = numbers[`${kind}${digits}`];
  if (stored !== undefined) {
    const size = storedBytes[stored];
    return { field: { ...common, kind: 'number', stored, size }, bytes: size };
  }
  const size = Number(digits);
  if (kind === 'c' && (size === 8 || size === 16))
    return {
      field: { ...common, kind: 'number', stored: size === 8 ? 'float32' : 'float64', size, isComplex: true },
      bytes: size,
    };
  if ((kind === 'M' || kind === 'm') && size === 8 && perSecond[unit ?? ''] !== undefined)
    return {
      field: { ...common, kind: 'number', stored: 'int64', size, perSecond: perSecond[unit ?? ''] as number },
      bytes: 8,
    };
  if (kind === 'U' && size <= 1e6)
    return { field: { ...common, kind: 'utf-32', stored: 'uint32', size: 4 * size }, bytes: 4 * size };
  if (kind === 'S' || kind === 'a') return { field: { ...common, kind: 'bytes', stored: 'uint8', size }, bytes: size };
  return kind === 'V' ? { bytes: size } : { bytes: 0 };
}
