import { InputError } from '../core/errors.ts';
import type { Saved, SavedArray, SavedTensor } from '../contracts/saved.ts';

// The safetensors format: eight bytes with the length of a JSON header (little-endian), the header, then all arrays.
// Any program that reads it sees the arrays by their path (session/acting/online/parameters/layers.0.weight), with their
// shape if they are tensors; everything else is in the header's metadata.

/** Of the state in the file. Earlier ones had no number, and a network's parameters as one vector. */
const layout = '2';

const dtypes = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U32: Uint32Array, U8: Uint8Array } as const;
type Dtype = keyof typeof dtypes;
// Larger elements first, so that every array is aligned to its element size.
const order = Object.keys(dtypes) as readonly Dtype[];

const prefixBytes = 8;
const maxHeaderBytes = 64_000_000;

interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** State as the bytes of a safetensors file. Equal states give equal bytes. */
export function encodeSafetensors(state: Saved): Uint8Array {
  const arrays: NamedArray[] = [];
  const tree = withoutArrays(state, '', arrays);
  arrays.sort(({ array: a }, { array: b }) => order.indexOf(dtypeOf(a)) - order.indexOf(dtypeOf(b)));
  const header: Record<string, unknown> = { __metadata__: { layout, state: JSON.stringify(tree) } };
  let size = 0;
  for (const { path, array, shape } of arrays) {
    header[path] = { dtype: dtypeOf(array), shape, data_offsets: [size, size + array.byteLength] };
    size += array.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / prefixBytes) * prefixBytes;
  const bytes = new Uint8Array(prefixBytes + headerBytes + size).fill(0x20, prefixBytes, prefixBytes + headerBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, prefixBytes);
  let at = prefixBytes + headerBytes;
  for (const { array } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/**
 * The state in a file written by encodeSafetensors.
 * @throws InputError for anything else
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): Saved {
  return reading(where, () => {
    const { entries, state, data } = read(bytes);
    return withArrays(JSON.parse(state), (path) => {
      const entry = entries[path] as TensorEntry;
      return { shape: entry.shape, data: arrayAt(entry, data) };
    });
  });
}

/** @throws InputError for a file of an earlier version of this program, or of something else */
export const requireLayout = (bytes: Uint8Array, where: string): void => void reading(where, () => read(bytes));

interface Content {
  readonly entries: Readonly<Record<string, unknown>>;
  /** JSON. */
  readonly state: string;
  readonly data: Uint8Array;
}

class EarlierLayout extends Error {}

function read(bytes: Uint8Array): Content {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > Math.min(maxHeaderBytes, bytes.length - prefixBytes))
    throw new RangeError('the header is cut short');
  const entries = JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(prefixBytes, prefixBytes + headerBytes)),
  ) as Record<string, unknown>;
  const { layout: found, state } = entries['__metadata__'] as { layout?: string; state: string };
  if (found !== layout && typeof state === 'string') throw new EarlierLayout();
  return { entries, state, data: bytes.subarray(prefixBytes + headerBytes) };
}

function reading<Result>(where: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof EarlierLayout)
      throw new InputError(
        'the state is saved in another layout than that of this program',
        where,
        'use the version of Phasic that wrote it, or train again',
      );
    throw new InputError(
      `this is not the saved state of a run (${error instanceof Error ? error.message : String(error)})`,
      where,
      'restore the file, or train again',
    );
  }
}

function arrayAt({ dtype, data_offsets: [from, to] }: TensorEntry, data: Uint8Array): SavedArray {
  if (!Object.hasOwn(dtypes, dtype) || !(from >= 0 && to >= from && to <= data.length))
    throw new RangeError('an array lies outside the file');
  // A copy is aligned and does not hold the whole file; the slice of a Node Buffer would be a view.
  return new dtypes[dtype](new Uint8Array(data.subarray(from, to)).buffer);
}

function dtypeOf(array: SavedArray): Dtype {
  return order.find((dtype) => array instanceof dtypes[dtype]) as Dtype;
}

interface NamedArray {
  readonly path: string;
  readonly array: SavedArray;
  readonly shape: readonly number[];
}

const isArray = (value: unknown): value is SavedArray => ArrayBuffer.isView(value);

function isTensor(value: object): value is SavedTensor {
  const { shape, data, ...others } = value as Partial<Record<string, Saved>>;
  return (
    Array.isArray(shape) &&
    isArray(data) &&
    Object.keys(others).length === 0 &&
    shape.every((size) => Number.isInteger(size) && size > 0) &&
    shape.reduce((all: number, size: number) => all * size, 1) === data.length
  );
}

// JSON can represent neither of these, and minus zero reads back as zero.
const isUnwritable = (value: unknown): value is number =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0));
const unwritable = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 } as const;

/** The state with arrays replaced by references. Names that begin with $ represent what JSON cannot. */
function withoutArrays(value: Saved, path: string, arrays: NamedArray[]): unknown {
  if (isArray(value)) {
    arrays.push({ path, array: value, shape: [value.length] });
    return { $array: path };
  }
  if (isUnwritable(value)) return { $number: Object.is(value, -0) ? '-0' : String(value) };
  const inside = (name: string | number): string => (path === '' ? String(name) : `${path}/${name}`);
  if (Array.isArray(value)) return value.map((item: Saved, i) => withoutArrays(item, inside(i), arrays));
  if (typeof value !== 'object' || value === null) return value;
  if (isTensor(value)) {
    arrays.push({ path, array: value.data, shape: value.shape });
    return { $tensor: path };
  }
  return Object.fromEntries(
    Object.entries(value as { readonly [name: string]: Saved }).map(([name, item]) => [
      name,
      withoutArrays(item, inside(name), arrays),
    ]),
  );
}

function withArrays(value: unknown, tensor: (path: string) => SavedTensor): Saved {
  if (Array.isArray(value)) return value.map((item) => withArrays(item, tensor));
  if (typeof value !== 'object' || value === null) return value as Saved;
  if ('$array' in value) return tensor(value.$array as string).data;
  if ('$tensor' in value) return tensor(value.$tensor as string);
  if ('$number' in value) return unwritable[value.$number as keyof typeof unwritable];
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withArrays(item, tensor)]));
}
