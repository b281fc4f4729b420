import type { BenchCell, BenchCondition, BenchSignature } from '../../contracts/bench.ts';
import { satisfies } from '../../analysis/signatures.ts';
import { find } from '../../engine/registry.ts';
import { runOnGrid, type BenchJob } from './bench-job.ts';

/** How far an RPE may differ from that on a grid twice as coarse: relative, or in reward units if that is more. */
const tolerance = { share: 0.05, units: 0.02 };

/** Minimum number of trials for a meaningful standard error. */
const fewest = 30;

/**
 * Differences in an agent's results in a paradigm when its grid is halved, one line each; none if they do not matter.
 */
export function gridDifferences(job: BenchJob): readonly string[] {
  const own = runOnGrid({ ...job, halved: false });
  const halved = runOnGrid({ ...job, halved: true });
  if (own.verdict === 'not-applicable') return [];
  // If learning diverges on both grids, it need not do so in the same trial.
  if (own.error !== undefined && halved.error !== undefined) return [];
  if (own.error !== undefined || halved.error !== undefined)
    return [`error: ${own.error ?? 'none'} / ${halved.error ?? 'none'}`];
  const acts = find('learning-rules', find('agents', job.agent).learningRule.id).timescale === 'choice';
  return [...rpeDifferences(own, halved, acts), ...verdictDifferences(own, halved)];
}

/**
 * RPEs at the marked events of the displayed conditions. The RPE of a step covers the interval since the previous step,
 * which on the halved grid is the sum of two.
 * @param acts after one different choice an acting agent meets different trials; means over enough trials are then also
 * compared by their standard errors
 */
function rpeDifferences(own: BenchCell, halved: BenchCell, acts: boolean): readonly string[] {
  return own.conditions.flatMap((condition, i) =>
    condition.marks.flatMap(({ label, seconds }) => {
      const finer = halved.conditions[i] as typeof condition;
      const [before, after] = [rpeAt(condition, seconds, 1), rpeAt(finer, seconds, 2)];
      if (acts && Math.min(condition.n, finer.n) < fewest) return [];
      const noise = acts ? 2 * Math.hypot(semAt(condition, seconds), semAt(finer, seconds)) : 0;
      if (!(Math.abs(after - before) > noise + Math.max(tolerance.units, tolerance.share * Math.abs(before))))
        return [];
      return [`${condition.id}, ${label} at ${seconds} s: RPE ${before} / ${Number(after.toPrecision(4))}`];
    }),
  );
}

const stepAt = ({ t }: BenchCondition, seconds: number): number => t.findIndex((at) => Math.abs(at - seconds) < 1e-6);
const semAt = (condition: BenchCondition, seconds: number): number =>
  condition.rpe.sem[stepAt(condition, seconds)] ?? 0;

/** Sum over the last steps up to a moment; NaN if the condition does not have them. */
function rpeAt(condition: BenchCondition, seconds: number, steps: number): number {
  const last = stepAt(condition, seconds);
  return Array.from({ length: steps }, (_, k) => condition.rpe.mean[last - k] ?? Number.NaN).reduce(
    (sum, one) => sum + one,
    last < 0 ? Number.NaN : 0,
  );
}

/** Signatures with a different verdict, if both intervals lie entirely on one side of the bound. */
function verdictDifferences(own: BenchCell, halved: BenchCell): readonly string[] {
  return own.signatures.flatMap((signature, i) => {
    const other = halved.signatures[i] as typeof signature;
    const [before, after] = [surely(signature), surely(other)];
    return before === undefined || after === undefined || before === after
      ? []
      : [`${signature.id}: ${signature.measured} / ${other.measured}`];
  });
}

/**
 * Whether the whole interval satisfies the expectation, or none of it; undefined if it contains the bound, or was not
 * measured.
 */
function surely({ measured, interval, expected }: BenchSignature): boolean | undefined {
  if (measured === null) return undefined;
  const [low, high] = (interval ?? [measured, measured]).map((end) => satisfies(end, expected));
  return low === high ? low : undefined;
}
