import { describe, expect, it } from 'vitest';
import { poolResults } from '../../src/analysis/pool.ts';
import type { Averages, Band } from '../../src/contracts/paradigm.ts';
import type { Result } from '../../src/spec/result.ts';

const band = (mean: readonly number[], n = 3): Band => ({ mean: n === 0 ? [] : mean, sem: mean.map(() => 9), n });

function result(rpe: readonly number[], measured: number | null, pass: boolean | null, n = 3): Result {
  const averages: Averages = {
    align: 'cue',
    t: [0, 0.1],
    n,
    marks: [],
    rpe: band(rpe, n),
    value: band([0, 0], n),
    rate: band([1, 1], n),
  };
  const signature = {
    id: 's',
    role: 'finding' as const,
    claim: 'c',
    source: 'p',
    quantity: 'q',
    measured,
    expected: { above: 0 },
    pass,
  };
  return {
    spec: {} as Result['spec'],
    hash: '',
    backend: 'typed-arrays',
    conditions: { one: averages },
    signatures: [signature],
    summaries: [],
  };
}

describe('pooling seeds', () => {
  it('averages over seeds, each counting once, with the standard error over seeds', () => {
    const { conditions } = poolResults([result([1, 0], 1, true), result([2, 0], 1, true), result([6, 0], 1, true)]);
    const one = conditions['one'] as Averages;
    expect(one.rpe.mean).toEqual([3, 0]);
    // sd of 1, 2, 6 is sqrt(7); its standard error sqrt(7 / 3).
    expect(one.rpe.sem[0]).toBeCloseTo(Math.sqrt(7 / 3), 12);
    expect(one.rpe.sem[1]).toBe(0);
    expect(one.n).toBe(3);
  });

  it('excludes a seed without such trials', () => {
    const { conditions } = poolResults([result([], null, null, 0), result([2, 4], 1, true)]);
    expect((conditions['one'] as Averages).rpe.mean).toEqual([2, 4]);
    expect((conditions['one'] as Averages).n).toBe(1);
  });

  it('counts passes and measures over the seeds in which the signature is defined', () => {
    const { signatures } = poolResults([
      result([1, 1], 4, true),
      result([1, 1], null, null),
      result([1, 1], 2, true),
      result([1, 1], -3, false),
    ]);
    expect(signatures[0]?.passRate).toBe(2 / 3);
    expect(signatures[0]?.defined).toBe(3);
    expect(signatures[0]?.measured).toBe(1);
    expect(signatures[0]?.pass).toBe(false);
  });
});
