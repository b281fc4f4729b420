import type { DeclaredSignature, Evidence, Expectation, Signature } from '../contracts/paradigm.ts';
import type { SignatureResult } from '../contracts/result.ts';

/** Whether a number satisfies an expectation; one that is not finite does not. */
export function satisfies(measured: number, expected: Expectation): boolean {
  if (!Number.isFinite(measured)) return false;
  if (expected.above !== undefined && !(measured > expected.above)) return false;
  if (expected.below !== undefined && !(measured < expected.below)) return false;
  return expected.about === undefined || Math.abs(measured - expected.about) <= (expected.within ?? 0);
}

/** An expectation in words: `above 0.05`, `0 ± 0.05`. */
export function expectationText({ above, below, about, within = 0 }: Expectation): string {
  if (about !== undefined) return `${bound(about)} ± ${bound(within)}`;
  if (above !== undefined && below !== undefined) return `between ${bound(above)} and ${bound(below)}`;
  return above !== undefined ? `above ${bound(above)}` : `below ${bound(below ?? Number.NaN)}`;
}

/** Computed bounds such as 0.5208999999999999 are rounded for display. */
const bound = (value: number): string => String(Number(value.toPrecision(4)));

/** A verdict as a word. Undefined is neither shown nor not shown. */
export const passWord = (pass: boolean | null): 'pass' | 'fail' | 'undefined' =>
  pass === null ? 'undefined' : pass ? 'pass' : 'fail';

/** Number of verdicts of each kind. */
export function countVerdicts(verdicts: readonly (boolean | null)[]): {
  readonly passed: number;
  readonly defined: number;
  readonly undefined: number;
} {
  const defined = verdicts.filter((pass) => pass !== null);
  return {
    passed: defined.filter(Boolean).length,
    defined: defined.length,
    undefined: verdicts.length - defined.length,
  };
}

/** The declaration of a signature. */
export function declaredOf<V>(signature: Signature<V>): DeclaredSignature {
  const { measure: _measure, role = 'finding', ...declared } = signature;
  return { ...declared, role };
}

/** What decides the verdict on a measured number; the rest of a declaration is words, which may be written better. */
export const decisive = ({ id, role, expected, byConstruction, controls }: DeclaredSignature): object => ({
  id,
  role,
  expected,
  counts: byConstruction === undefined,
  controls: controls ?? null,
});

export function judge<V>(signature: Signature<V>, evidence: Evidence<V>): SignatureResult {
  const declared = declaredOf(signature);
  // Adding 0 removes the sign of a negative zero, which a file would lose.
  const measured = signature.measure(evidence) + 0;
  const isDefined = Number.isFinite(measured);
  return {
    ...declared,
    measured: isDefined ? measured : null,
    pass: isDefined ? satisfies(measured, declared.expected) : null,
  };
}
