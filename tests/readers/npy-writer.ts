/** A .npy of version 1. */
export function array(descr: string, shape: string, body: Uint8Array): Uint8Array {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
  const header = text.padEnd(128 - 10 - 1 + 64 * Math.ceil(Math.max(0, text.length - 117) / 64)) + '\n';
  const bytes = new Uint8Array(10 + header.length + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(body, 10 + header.length);
  return bytes;
}
export const doubles = (values: readonly number[]): Uint8Array =>
  array("'<f8'", `(${values.length},)`, new Uint8Array(Float64Array.from(values).buffer));

export const int64s = (values: readonly number[]): Uint8Array =>
  array("'<i8'", `(${values.length},)`, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
export const int16s = (values: readonly number[]): Uint8Array =>
  array("'<i2'", `(${values.length},)`, new Uint8Array(Int16Array.from(values).buffer));
/** Texts of at most 16 bytes. */
export const texts = (values: readonly string[]): Uint8Array => {
  const body = new Uint8Array(16 * values.length);
  values.forEach((value, i) => body.set(new TextEncoder().encode(value), 16 * i));
  return array("'|S16'", `(${values.length},)`, body);
};
