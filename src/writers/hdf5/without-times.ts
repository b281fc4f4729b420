/** Types of messages of an object header: when it was modified, and where the header goes on. */
const [modified, continued] = [0x12, 0x10];
const [prefixBytes, messageBytes] = [16, 8];

/**
 * Replaces the times of modification of datasets by 1970, in place: HDF5 keeps the time of day, and h5wasm has no way to
 * turn it off. Layout: HDF5 File Format Specification 3.0, IV.A.1.a (object header, version 1) and IV.A.2.s.
 * @param headers addresses of datasets' headers
 */
export function withoutTimes(bytes: Uint8Array, headers: readonly number[]): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const header of headers) {
    const first = { from: header + prefixBytes, to: header + prefixBytes + view.getUint32(header + 8, true) };
    const blocks = [first];
    for (const { from, to } of blocks) {
      for (let at = from; at + messageBytes <= to; at += messageBytes + view.getUint16(at + 2, true)) {
        const type = view.getUint16(at, true);
        const data = at + messageBytes;
        if (type === modified) view.setUint32(data + 4, 0, true);
        if (type !== continued) continue;
        const next = Number(view.getBigUint64(data, true));
        blocks.push({ from: next, to: next + Number(view.getBigUint64(data + 8, true)) });
      }
    }
  }
  return bytes;
}
