// Apache Parquet, "Encodings": RLE / bit-packing hybrid, and delta encoding.

/** An unsigned LEB128 number of at most 32 bits; undefined if it is longer or the bytes end. */
function varint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  let unit = 1;
  for (let i = 0; i < 5; i++, unit *= 128) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * unit;
    if (byte < 128) return value < 4_294_967_296 ? { value, next: at + i + 1 } : undefined;
  }
  return undefined;
}

/**
 * Whether runs of numbers of a width of bits are not longer than the values that are due.
 * @param mayBeFewer whether the bytes may end before all values: some are missing and have no number
 */
export function runsFit(bytes: Uint8Array, width: number, values: number, mayBeFewer = false): boolean {
  let at = 0;
  for (let seen = 0; seen < values;) {
    const head = varint(bytes, at);
    if (head === undefined) return mayBeFewer;
    const count = Math.floor(head.value / 2);
    const left = values - seen;
    if (head.value % 2 === 1) {
      // Groups of eight, of which the last is filled up; writers may fill up to 63 groups.
      if (count === 0 || count > Math.ceil(left / 8) + 63) return mayBeFewer && count > 0 && left < 8;
      seen += 8 * count;
      at = head.next + count * width;
    } else {
      if (count === 0 || count > left) return false;
      seen += count;
      at = head.next + Math.ceil(width / 8);
    }
  }
  return true;
}

/** Whether the head of deltas has blocks of a sensible size. */
export function deltasFit(bytes: Uint8Array): boolean {
  const size = varint(bytes, 0);
  const miniblocks = size && varint(bytes, size.next);
  if (size === undefined || miniblocks === undefined) return false;
  const each = size.value / miniblocks.value;
  return size.value > 0 && size.value <= 1 << 20 && miniblocks.value <= 1 << 12 && Number.isInteger(each);
}
