import type { BenchSignature } from '../contracts/bench.ts';
import type { DeclaredSignature, Expectation } from '../contracts/paradigm.ts';
import { countVerdicts, satisfies } from './signatures.ts';
import { meanInterval95 } from './student.ts';

interface Judged {
  readonly role: 'finding' | 'control';
  readonly pass: boolean | null;
}

/** What a set of judged signatures says of a model. */
export function verdictOf(signatures: readonly Judged[]): 'pass' | 'partly' | 'fail' | 'undefined' {
  if (signatures.every(({ pass }) => pass === true)) return 'pass';
  const { passed, defined, undefined: open } = countVerdicts(signatures.filter(({ role }) => role === 'finding').map(({ pass }) => pass));
  if (defined === 0 && open > 0) return 'undefined';
  return passed > 0 ? 'partly' : 'fail';
}

/** What is known of a signature only once it was measured under several seeds. */
type SeedsJudged = Omit<BenchSignature, keyof DeclaredSignature>;

// Seeds that give the same number differ by rounding.
const rounding = 1e-9;

/** Judges one signature on what was measured under each seed. */
export function judgeSeeds(measured: readonly (number | null)[], expected: Expectation): SeedsJudged {
  const known = measured.filter((one): one is number => one !== null);
  const defined = known.length;
  if (defined === 0) return { measured: null, interval: null, defined, passRate: null, pass: null };
  const passRate = known.filter((one) => satisfies(one, expected)).length / defined;
  const centre = known.reduce((sum, one) => sum + one, 0) / known.length;
  const interval = meanInterval95(known) ?? null;
  const ends = interval === null ? [centre] : interval[1] - interval[0] < rounding * Math.max(1, Math.abs(centre)) ? [known[0] as number] : interval;
  const satisfied = ends.every((end) => satisfies(end, expected));
  return { measured: centre, interval, defined, passRate, pass: satisfied && defined < measured.length ? null : satisfied };
}
