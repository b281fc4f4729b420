import type { BenchSignature, BenchVerdict } from '../contracts/bench.ts';

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
