import type { BenchSignature, BenchVerdict } from '../contracts/bench.ts';
import type { DeclaredSignature, Expectation } from '../contracts/paradigm.ts';
import { mean, meanInterval95 } from './bootstrap.ts';
import { satisfies } from './signatures.ts';

/** The part of a signature that a verdict needs. */
export type Judged = Pick<BenchSignature, 'id' | 'role' | 'byConstruction' | 'controls' | 'pass'>;

/** For a finding, the controls that do not hold: those that fail, and those that are undefined. */
export function failedControls<S extends Judged>({ role, controls }: Judged, signatures: readonly S[]): readonly S[] {
  if (role === 'control') return [];
  return signatures.filter(
    (one) => one.role === 'control' && (controls?.includes(one.id) ?? true) && one.pass !== true,
  );
}

/** The result of a finding: not judged if a control of it does not hold, otherwise the measurement. */
export type Standing = 'shown' | 'missed' | 'undefined' | 'not-judged';

export function standingOf(signature: Judged, signatures: readonly Judged[]): Standing {
  if (failedControls(signature, signatures).length > 0) return 'not-judged';
  return signature.pass === null ? 'undefined' : signature.pass ? 'shown' : 'missed';
}

/** The findings that count: those that only the agent can produce. */
const counted = <S extends Judged>(signatures: readonly S[]): readonly S[] =>
  signatures.filter(({ role, byConstruction }) => role === 'finding' && byConstruction === undefined);

/** The signatures that a letter depends on: the findings that count, and all of their controls. */
export function bearing<S extends Judged>(signatures: readonly S[]): readonly S[] {
  const findings = counted(signatures);
  return signatures.filter(
    (one) =>
      findings.includes(one) ||
      (one.role === 'control' && findings.some(({ controls }) => controls?.includes(one.id) ?? true)),
  );
}

/** The controls because of which counted findings are not judged, in the paradigm's order. */
export function controlsAgainst<S extends Judged>(signatures: readonly S[]): readonly S[] {
  const failed = new Set(counted(signatures).flatMap((finding) => failedControls(finding, signatures)));
  return signatures.filter((one) => failed.has(one));
}

/**
 * The verdict on a model from its judged signatures. Controls come first: a finding whose control does not hold is not
 * judged, so a failing control can never improve a verdict.
 */
export function verdictOf(signatures: readonly Judged[]): Exclude<BenchVerdict, 'not-applicable' | 'error'> {
  const standings = counted(signatures).map((finding) => standingOf(finding, signatures));
  const some = (standing: Standing): boolean => standings.includes(standing);
  if (some('shown')) return standings.every((standing) => standing === 'shown') ? 'pass' : 'partly';
  if (some('missed')) return 'fail';
  return some('not-judged') ? 'controls-failed' : 'undefined';
}

/** How many findings count, how many of them are judged, and how many of these are shown. */
export function countFindings(signatures: readonly Judged[]): {
  readonly findings: number;
  readonly judged: number;
  readonly shown: number;
} {
  const standings = counted(signatures).map((finding) => standingOf(finding, signatures));
  const shown = standings.filter((standing) => standing === 'shown').length;
  return {
    findings: standings.length,
    judged: shown + standings.filter((standing) => standing === 'missed').length,
    shown,
  };
}

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
