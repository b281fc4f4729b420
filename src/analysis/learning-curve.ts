import { squared } from '../core/power.ts';
import type { CurvePoint } from '../contracts/control-figures.ts';

/** The episodes of one run, in order of their ends. */
export interface EpisodeReturns {
  /** Steps taken over all environments when each ended. */
  readonly endSteps: ArrayLike<number>;
  readonly returns: ArrayLike<number>;
}

/**
 * Mean return of the episodes that ended in each of N equal intervals of a run, with a band over seeds. An interval in
 * which no episode ended has no point.
 */
export function learningCurve(
  runs: readonly EpisodeReturns[],
  steps: number,
  stretches: number,
): readonly CurvePoint[] {
  const bySeed = runs.map((run) => binned(run, steps, stretches));
  return Array.from({ length: stretches }, (_, i): CurvePoint | undefined => {
    const bins = bySeed.map((bins) => bins[i] as readonly number[]).filter((bin) => bin.length > 0);
    const values = runs.length === 1 ? (bins[0] ?? []) : bins.map(mean);
    if (values.length === 0) return undefined;
    return { steps: ((i + 0.5) * steps) / stretches, mean: mean(values), sem: standardError(values), n: values.length };
  }).filter((point) => point !== undefined);
}

function binned(
  { endSteps, returns }: EpisodeReturns,
  steps: number,
  stretches: number,
): readonly (readonly number[])[] {
  const bins: number[][] = Array.from({ length: stretches }, () => []);
  for (let i = 0; i < returns.length; i++) {
    // An episode that ends with the last step of an interval belongs to it.
    const bin = Math.min(stretches - 1, Math.ceil(((endSteps[i] as number) * stretches) / steps) - 1);
    bins[Math.max(0, bin)]?.push(returns[i] as number);
  }
  return bins;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + squared(value - centre), 0) / (values.length - 1) / values.length,
  );
}
