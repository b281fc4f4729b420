import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.ts';

test('the order of keys does not matter, at any depth, and the order of arrays does', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  expect(canonicalJson({ a: null, b: [{ c: 2, d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1, c: 2 }], a: null }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
