/** How numbers are stored in a file. */
export type Stored =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64';

export const storedBytes: Readonly<Record<Stored, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  float16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
};

type Get = (view: DataView, at: number, little: boolean) => number;

const getters: Readonly<Record<Stored, Get>> = {
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  int16: (view, at, little) => view.getInt16(at, little),
  uint16: (view, at, little) => view.getUint16(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int64: (view, at, little) => Number(view.getBigInt64(at, little)),
  uint64: (view, at, little) => Number(view.getBigUint64(at, little)),
  float16: (view, at, little) => half(view.getUint16(at, little)),
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
};

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? (sign * fraction) / (1 << 24) : ((sign * (1024 + fraction)) / (1 << 25)) * (1 << exponent);
}

/**
 * As doubles; integers beyond 2^53 are rounded.
 * @param stride distance of two numbers, in numbers
 */
export function decoded(bytes: Uint8Array, stored: Stored, little: boolean, stride = 1): Float64Array {
  const size = storedBytes[stored];
  const count = Math.ceil(Math.floor(bytes.length / size) / stride);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const into = new Float64Array(count);
  const get = getters[stored];
  for (let i = 0, at = 0; i < count; i++, at += size * stride) into[i] = get(view, at, little);
  return into;
}
