import type { Expectation } from '../contracts/paradigm.ts';
import { satisfies } from './signatures.ts';
import { meanInterval95 } from './student.ts';

interface Judged {
  readonly role: 'finding' | 'control';
  readonly pass: boolean;
}

/** What a set of judged signatures says of a model. */
export function verdictOf(signatures: readonly Judged[]): 'pass' | 'partly' | 'fail' {
  if (signatures.every(({ pass }) => pass)) return 'pass';
  return signatures.some(({ role, pass }) => role === 'finding' && pass) ? 'partly' : 'fail';
}

export interface SeedsJudged {
  /** Mean over the seeds in which it could be measured; null where it never could. */
  readonly measured: number | null;
  /** 95 % confidence interval of that mean; null for fewer than two seeds. */
  readonly interval: readonly [number, number] | null;
  /** Share of seeds that satisfy the expectation, each by itself. */
  readonly passRate: number;
  /** Whether the whole interval satisfies the expectation, and every seed could be measured. */
  readonly pass: boolean;
}

// Seeds that give the same number differ by rounding.
const rounding = 1e-9;

/** Judges one signature on what was measured under each seed. */
export function judgeSeeds(measured: readonly (number | null)[], expected: Expectation): SeedsJudged {
  const known = measured.filter((one): one is number => one !== null);
  const passRate = measured.length === 0 ? 0 : known.filter((one) => satisfies(one, expected)).length / measured.length;
  if (known.length === 0) return { measured: null, interval: null, passRate, pass: false };
  const centre = known.reduce((sum, one) => sum + one, 0) / known.length;
  const interval = meanInterval95(known) ?? null;
  const ends = interval === null ? [centre] : interval[1] - interval[0] < rounding * Math.max(1, Math.abs(centre)) ? [known[0] as number] : interval;
  return { measured: centre, interval, passRate, pass: known.length === measured.length && ends.every((end) => satisfies(end, expected)) };
}
