import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTrials, severalTypes } from '../../src/protocol/fold.ts';
import { decodeBlock, encodeBlock, type TrialBlock } from '../../src/protocol/frames.ts';

const float = fc.float({ noNaN: true, min: -5, max: 5 });
const floats = (length: number): fc.Arbitrary<Float32Array> =>
  fc.array(float, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const blocks: fc.Arbitrary<TrialBlock> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc.record({
      session: fc.integer({ min: 1, max: 1000 }),
      firstTrial: fc.nat(100_000),
      endTrial: fc.nat(100_000),
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      trialsPerRow: fc.integer({ min: 1, max: 8 }),
      trialsDone: fc.nat(100_000),
      types: fc.array(fc.nat(5), { minLength: rows, maxLength: rows }).map((types) => Uint32Array.from(types)),
      rpe: floats(rows * columns),
      value: floats(rows * columns),
      last: fc.record({ rpe: floats(columns), value: floats(columns) }),
    }),
  );

describe('trial blocks', () => {
  it('are unchanged by encoding, also in the middle of a larger buffer', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 0, max: 7 }), (block, shift) => {
        const encoded = encodeBlock(block);
        const larger = new Uint8Array(encoded.length + shift);
        larger.set(encoded, shift);
        expect(decodeBlock(larger.subarray(shift))).toEqual(block);
      }),
    );
  });

  it('are refused if truncated, too long or not a block', () => {
    const encoded = encodeBlock(fc.sample(blocks, { numRuns: 1, seed: 1 })[0] as TrialBlock);
    expect(() => decodeBlock(encoded.subarray(0, encoded.length - 4))).toThrow(RangeError);
    expect(() => decodeBlock(encoded.subarray(0, 12))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.from([...encoded, 0, 0, 0, 0]))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.from(encoded, (byte, i) => (i === 0 ? byte ^ 1 : byte)))).toThrow(RangeError);
  });
});

describe('folding', () => {
  it('keeps for each column the value farthest from zero among the displayed trials', () => {
    fc.assert(
      fc.property(blocks, fc.uniqueArray(fc.nat(5)), (block, types) => {
        const shown = new Set(types);
        const { columns } = block;
        const folded = foldTrials(block, columns, shown);
        const all = Array.from({ length: block.rows }, (_, trial) => trial);
        const counted = all.filter((trial) => shown.has(block.types[trial] as number));
        const members = counted.length > 0 ? counted : [0];
        for (const signal of ['rpe', 'value'] as const) {
          for (let column = 0; column < columns; column++) {
            const values = members.map((trial) => block[signal][trial * columns + column] as number);
            const kept = folded[signal][column] as number;
            expect(Math.abs(kept)).toBe(Math.max(...values.map(Math.abs)));
            expect(values.map((value) => value + 0)).toContain(kept + 0);
          }
        }
        const kinds = new Set(members.map((trial) => block.types[trial]));
        expect(folded.type).toBe(kinds.size === 1 ? block.types[members[0] as number] : severalTypes);
      }),
    );
  });
});
