import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';

/** Reinforcements to the criterion, by group. */
const counts = (agent: string, series: string): readonly number[] =>
  (
    run({ world: 'gallistel-2000', agent })
      .result.summaries.flatMap((summary) => summary.series)
      .find(({ id }) => id === series)?.points ?? []
  ).map(({ y }) => Math.round(10 ** y));

test('rates: reinforcements to the criterion are inversely proportional to C/T and do not depend on the time scale', () => {
  const finished = run({ world: 'gallistel-2000', agent: 'ret' });
  expect(finished.result.signatures.every(({ pass }) => pass)).toBe(true);
  expect(Math.abs((signature(finished, 'inverse-of-ratio').measured as number) + 1)).toBeLessThan(0.3);
});

test('closed form: the number of rewards that TD(0) needs does not depend on the interval, and increases with the steps of the cue', () => {
  const single = counts('td-csc', 'single');
  const doubled = counts('td-csc', 'doubled');
  expect(new Set(single).size).toBe(1);
  expect(new Set(doubled).size).toBe(1);
  // Mean value over m steps after n rewards, Σ_k γ^k P(at least k + 1 of n) / m with probability α each, first above the threshold 0.05.
  const first = (m: number): number => {
    const value = Array.from({ length: m }, () => 0);
    for (let n = 0; ; n++) {
      if (value.reduce((sum, one) => sum + one, 0) / m > 0.05) return n;
      for (let k = m - 1; k >= 0; k--)
        value[k] =
          (value[k] as number) + 0.1 * ((k === 0 ? 1 : 0.9 ** 0.5 * (value[k - 1] as number)) - (value[k] as number));
    }
  };
  expect(single[0]).toBe(first(4));
  expect(doubled[0]).toBe(first(8));
});
