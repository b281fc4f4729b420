import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inBlocks } from '../../renderer/data/in-blocks.ts';

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 4);

function counted() {
  let reads = 0;
  const read = inBlocks((from, to) => {
    reads++;
    return bytes.slice(from, to);
  }, bytes.length);
  return { read, reads: () => reads };
}

test('any range has the bytes of the file, in whatever order it is read, and belongs to the caller', () => {
  const range = fc.tuple(fc.nat(310_000), fc.oneof(fc.nat(40), fc.nat(140_000)));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const { read } = counted();
      for (const [from, length] of ranges) {
        const part = read(from, from + length);
        expect(Buffer.compare(part, bytes.slice(from, from + length))).toBe(0);
        part.fill(0);
      }
    }),
  );
});

test('small reads of one place are one read of the file', () => {
  const { read, reads } = counted();
  for (let i = 0; i < 50; i++) read(1000 + 8 * i, 1008 + 8 * i);
  expect(reads()).toBe(1);
});

test('a file that has become shorter ends there', () => {
  const read = inBlocks((from, to) => bytes.slice(from, Math.min(to, 100)), 200);
  expect(read(90, 120).length).toBe(10);
});
