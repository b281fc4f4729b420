import type { H5Datatype } from 'h5wasm/dist/esm/hdf5_util.js';

/** Classes of datatypes of HDF5 (H5T_class_t). */
export const classes = { integer: 0, float: 1, text: 3, bits: 4, reference: 7, enumeration: 8 } as const;

type Get = (view: DataView, at: number) => number;

const getters: Readonly<Record<string, Get>> = {
  int1: (view, at) => view.getInt8(at),
  int2: (view, at) => view.getInt16(at, true),
  int4: (view, at) => view.getInt32(at, true),
  int8: (view, at) => Number(view.getBigInt64(at, true)),
  uint1: (view, at) => view.getUint8(at),
  uint2: (view, at) => view.getUint16(at, true),
  uint4: (view, at) => view.getUint32(at, true),
  uint8: (view, at) => Number(view.getBigUint64(at, true)),
  float2: (view, at) => half(view.getUint16(at, true)),
  float4: (view, at) => view.getFloat32(at, true),
  float8: (view, at) => view.getFloat64(at, true),
};

function getter({ type, size, signed }: H5Datatype): Get | undefined {
  if (type === classes.float) return getters[`float${size}`];
  const isInteger = type === classes.integer || type === classes.enumeration || type === classes.bits;
  return isInteger ? getters[`${signed ? '' : 'u'}int${size}`] : undefined;
}

export const isNumeric = (type: H5Datatype): boolean => getter(type) !== undefined;

/** Numbers in memory, where HDF5 has them in little-endian order; integers beyond 2^53 are rounded. */
export function decodeNumbers(bytes: Uint8Array, type: H5Datatype, into: Float64Array, at: number): void {
  const get = getter(type) as Get;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / type.size);
  for (let i = 0, byte = 0; i < count; i++, byte += type.size) into[at + i] = get(view, byte);
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? (sign * fraction) / (1 << 24) : ((sign * (1024 + fraction)) / (1 << 25)) * (1 << exponent);
}
