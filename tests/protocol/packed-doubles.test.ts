import { expect, test } from 'vitest';
import { packDoubles, unpackDoubles } from '../../src/protocol/packed-floats.ts';

test('64-bit numbers come back to the bit, and as IEEE 754 little-endian in base64', () => {
  const given = new Float64Array([0, -0, 1 / 3, Number.NaN, Infinity, 5e-324, -1.7976931348623157e308]);
  expect(unpackDoubles(packDoubles(given))).toEqual(given);
  // Python: base64.b64encode(struct.pack('<d', 1.0))
  expect(packDoubles(new Float64Array([1]))).toBe('AAAAAAAA8D8=');
});
