import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldBlock } from '../../src/protocol/fold.ts';
import { decodeBlock, encodeBlock, type TrialBlock } from '../../src/protocol/frames.ts';

const float = fc.float({ noNaN: true, min: -5, max: 5 });

const blocks: fc.Arbitrary<TrialBlock> = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 })).chain(([rows, columns]) =>
  fc.record({
    session: fc.integer({ min: 1, max: 1000 }),
    firstTrial: fc.nat(100_000),
    rows: fc.constant(rows),
    columns: fc.constant(columns),
    trialsPerRow: fc.integer({ min: 1, max: 8 }),
    trialsDone: fc.nat(100_000),
    types: fc.array(fc.nat(5), { minLength: rows, maxLength: rows }).map((types) => Uint32Array.from(types)),
    rpe: fc.array(float, { minLength: rows * columns, maxLength: rows * columns }).map((values) => Float32Array.from(values)),
    value: fc.array(float, { minLength: rows * columns, maxLength: rows * columns }).map((values) => Float32Array.from(values)),
  }),
);

describe('trial blocks', () => {
  it('come out as they went in, also from the middle of a larger buffer', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 0, max: 7 }), (block, shift) => {
        const encoded = encodeBlock(block);
        const larger = new Uint8Array(encoded.length + shift);
        larger.set(encoded, shift);
        expect(decodeBlock(larger.subarray(shift))).toEqual(block);
      }),
    );
  });

  it('are refused when cut short, too long or not a block', () => {
    const encoded = encodeBlock(fc.sample(blocks, { numRuns: 1, seed: 1 })[0] as TrialBlock);
    expect(() => decodeBlock(encoded.subarray(0, encoded.length - 4))).toThrow(RangeError);
    expect(() => decodeBlock(encoded.subarray(0, 12))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.from([...encoded, 0, 0, 0, 0]))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.from(encoded, (byte, i) => (i === 0 ? byte ^ 1 : byte)))).toThrow(RangeError);
  });
});

describe('folding', () => {
  it('keeps, column by column, the value farthest from zero of each group of trials', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 50 }), (block, maxRows) => {
        const folded = foldBlock(block, maxRows);
        const group = folded.trialsPerRow / block.trialsPerRow;
        expect(folded.rows).toBeLessThanOrEqual(Math.max(maxRows, 1));
        for (let row = 0; row < folded.rows; row++) {
          for (let column = 0; column < block.columns; column++) {
            const members = Array.from({ length: Math.min(group, block.rows - row * group) }, (_, i) => block.rpe[(row * group + i) * block.columns + column] as number);
            const kept = folded.rpe[row * block.columns + column] as number;
            expect(Math.abs(kept)).toBe(Math.max(...members.map(Math.abs)));
            expect(members.map((value) => value + 0)).toContain(kept + 0);
          }
        }
      }),
    );
  });
});
