import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Saved } from '../../src/contracts/saved.ts';
import { InputError } from '../../src/core/errors.ts';
import { decodeSafetensors, encodeSafetensors, requireLayout } from '../../src/storage/safetensors.ts';

const leaf: fc.Arbitrary<Saved> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.string(),
  fc.float64Array({ maxLength: 5 }),
  fc.float32Array({ maxLength: 5 }),
  fc.int32Array({ maxLength: 5 }),
  fc.uint32Array({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 5 }),
);
const name = fc.stringMatching(/^[a-z]{1,5}$/);
const state = fc.letrec<{ tree: Saved }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree;

describe('state as safetensors', () => {
  test('is unchanged: also numbers that JSON lacks, minus zero and empty arrays', () => {
    fc.assert(
      fc.property(state, (given) => {
        expect(decodeSafetensors(encodeSafetensors(given), 'memory')).toEqual(given);
        // A file is read as a Node Buffer, whose slices are not copies.
        expect(decodeSafetensors(Buffer.from(encodeSafetensors(given)), 'file')).toEqual(given);
      }),
    );
  });

  test('has the layout of the format', () => {
    // https://github.com/huggingface/safetensors: N as a 64-bit number, N bytes of JSON, then the arrays, offsets counted from there.
    const bytes = encodeSafetensors({ weights: Float32Array.of(1, 2), counts: [Uint8Array.of(7)] });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header.weights).toEqual({ dtype: 'F32', shape: [2], data_offsets: [0, 8] });
    expect(header['counts/0']).toEqual({ dtype: 'U8', shape: [1], data_offsets: [8, 9] });
    expect(header).toMatchObject({ __metadata__: { layout: '2' } });
    expect(bytes.length).toBe(8 + length + 9);
    expect([view.getFloat32(8 + length, true), view.getFloat32(12 + length, true), bytes.at(-1)]).toEqual([1, 2, 7]);
  });

  test('a tensor is one array with its shape', () => {
    const given = { network: { 'layers.0.weight': { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } } };
    const bytes = encodeSafetensors(given);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(Object.keys(header)).toEqual(['__metadata__', 'network/layers.0.weight']);
    expect(header['network/layers.0.weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
    expect(decodeSafetensors(bytes, 'memory')).toEqual(given);
  });

  test('a file of an earlier version is refused as such in one line', () => {
    const bytes = Buffer.from(encodeSafetensors({ weights: new Float32Array(2) }));
    // The same length, so that the file is otherwise whole.
    const earlier = Buffer.from(bytes.toString('latin1').replace('"layout":"2"', '"earlier":2 '), 'latin1');
    expect(earlier).toHaveLength(bytes.length);
    for (const read of [decodeSafetensors, requireLayout])
      expect(() => read(earlier, 'run/checkpoint')).toThrow(
        'run/checkpoint: the state is saved in another layout than that of this program; use the version of Phasic that wrote it, or train again',
      );
  });

  test('a truncated file, or another kind of file, is reported in one line', () => {
    const bytes = encodeSafetensors({ weights: new Float32Array(100) });
    for (const damaged of [
      bytes.subarray(0, 4),
      bytes.subarray(0, 40),
      bytes.subarray(0, bytes.length - 1),
      new TextEncoder().encode('{"this": "is JSON"}, and long enough'),
    ]) {
      expect(() => decodeSafetensors(damaged, 'run/checkpoint')).toThrow(InputError);
    }
  });
});
