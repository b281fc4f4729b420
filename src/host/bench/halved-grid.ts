import type { BenchCell, BenchCondition, BenchSignature } from '../../contracts/bench.ts';
import { satisfies } from '../../analysis/signatures.ts';
import { runOnGrid, type BenchJob } from './bench-job.ts';

/** How far an RPE may lie from what it is on a grid twice as coarse: a share of it, or reward units where that is more. */
const tolerance = { share: 0.05, units: 0.02 };

/** Where an agent shows something else in a paradigm once its grid is halved, a line each; none where it does not matter. */
export function gridDifferences(job: BenchJob): readonly string[] {
  const own = runOnGrid({ ...job, halved: false });
  const halved = runOnGrid({ ...job, halved: true });
  if (own.verdict === 'not-applicable') return [];
  if (own.error !== undefined || halved.error !== undefined) return own.error === halved.error ? [] : [`error: ${own.error ?? 'none'} / ${halved.error ?? 'none'}`];
  return [...rpeDifferences(own, halved), ...verdictDifferences(own, halved)];
}

/**
 * RPEs at the marked events of the conditions that are shown. The RPE of a step is of the way to it from the step before, which on the halved
 * grid is the sum of two.
 */
function rpeDifferences(own: BenchCell, halved: BenchCell): readonly string[] {
  return own.conditions.flatMap((condition, i) =>
    condition.marks.flatMap(({ label, seconds }) => {
      const before = rpeAt(condition, seconds, 1);
      const after = rpeAt(halved.conditions[i] as typeof condition, seconds, 2);
      if (!(Math.abs(after - before) > Math.max(tolerance.units, tolerance.share * Math.abs(before)))) return [];
      return [`${condition.id}, ${label} at ${seconds} s: RPE ${before} / ${Number(after.toPrecision(4))}`];
    }),
  );
}

/** Sum over the last steps up to a moment; NaN where the condition does not have them. */
function rpeAt({ t, rpe }: BenchCondition, seconds: number, steps: number): number {
  const last = t.findIndex((at) => Math.abs(at - seconds) < 1e-6);
  return Array.from({ length: steps }, (_, k) => rpe.mean[last - k] ?? Number.NaN).reduce((sum, one) => sum + one, last < 0 ? Number.NaN : 0);
}

/** Signatures that are judged otherwise, where both intervals lie on one side of the bound or the other. */
function verdictDifferences(own: BenchCell, halved: BenchCell): readonly string[] {
  return own.signatures.flatMap((signature, i) => {
    const other = halved.signatures[i] as typeof signature;
    const [before, after] = [surely(signature), surely(other)];
    return before === undefined || after === undefined || before === after ? [] : [`${signature.id}: ${signature.measured} / ${other.measured}`];
  });
}

/** Whether the whole interval satisfies the expectation, or none of it does; undefined where it holds the bound, or is not measured. */
function surely({ measured, interval, expected }: BenchSignature): boolean | undefined {
  if (measured === null) return undefined;
  const [low, high] = (interval ?? [measured, measured]).map((end) => satisfies(end, expected));
  return low === high ? low : undefined;
}
