import type { BenchSignature } from '../contracts/bench.ts';
import type { DeclaredSignature, Expectation } from '../contracts/paradigm.ts';
import { mean, meanInterval95 } from './bootstrap.ts';
import { satisfies } from './signatures.ts';

/** The fields of a signature that exist only after measuring under several seeds. */
type SeedsJudged = Omit<BenchSignature, keyof DeclaredSignature>;

/** Numbers that differ by less than this fraction of the largest differ only by rounding. */
const rounding = 1e-9;

/**
 * Judges one signature on its measurement under each seed. The order of seeds does not matter, nor, for bounds of 0,
 * does the unit.
 */
export function judgeSeeds(values: readonly (number | null)[], expected: Expectation): SeedsJudged {
  // Typed arrays sort a negative zero before a zero, so that the order of seeds does not matter.
  const known = [...Float64Array.from(values.filter((one) => one !== null)).sort()];
  const defined = known.length;
  if (defined === 0) return { values, measured: null, interval: null, defined, passRate: null, pass: null };
  const passRate = known.filter((one) => satisfies(one, expected)).length / defined;
  const interval = meanInterval95(known) ?? null;
  const satisfied = holdsThroughout(known, interval, expected);
  return {
    values,
    measured: mean(known),
    interval,
    defined,
    passRate,
    pass: satisfied && defined < values.length ? null : satisfied,
  };
}

/**
 * Whether the whole interval satisfies the expectation, by more than rounding. If all seeds give the same number, that
 * number is judged.
 */
function holdsThroughout(
  sorted: readonly number[],
  interval: readonly [number, number] | null,
  expected: Expectation,
): boolean {
  const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
  const slack = rounding * Math.max(Math.abs(least), Math.abs(most));
  if (interval === null || most - least <= slack) return satisfies(sorted[sorted.length >> 1] as number, expected);
  const { above = -Infinity, below = Infinity, about, within = 0 } = expected;
  const [low, high] = interval;
  return (
    low > above + slack &&
    high < below - slack &&
    (about === undefined || Math.max(Math.abs(low - about), Math.abs(high - about)) <= within + slack)
  );
}
