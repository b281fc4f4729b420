import type { SummaryPoint } from '../../contracts/paradigm.ts';
import { average } from './numbers.ts';

/**
 * Where a channel's response turns from falling below 0 to rising above it, on straight lines between the sizes given in increasing
 * order; the first or last size where it never turns. NaN where the responses are none.
 */
export function reversalPoint(curve: readonly SummaryPoint[]): number {
  const last = curve.at(-1);
  if (last === undefined || curve.some(({ y }) => Number.isNaN(y))) return Number.NaN;
  const above = curve.findIndex(({ y }) => y > 0);
  if (above < 0) return last.x;
  const high = curve[above] as SummaryPoint;
  const low = curve[above - 1];
  return low === undefined ? high.x : low.x + ((high.x - low.x) * -low.y) / (high.y - low.y);
}

/** What a channel expects just before the outcome of each of a run of trials with the same cue, and the RPE at the outcome. */
export interface Outcome {
  readonly before: number;
  readonly rpe: number;
}

/**
 * How much of an error a channel learns when it is positive, as a share of that and of what it learns when it is negative, τ = α⁺ / (α⁺ + α⁻):
 * each α is the slope, through zero, of the change of its value from one trial to the next on its RPE.
 */
export function learningAsymmetry(trials: readonly Outcome[]): number {
  const changes = trials.slice(1).map(({ before }, i) => ({ rpe: (trials[i] as Outcome).rpe, change: before - (trials[i] as Outcome).before }));
  const rate = (side: 1 | -1): number => {
    const these = changes.filter(({ rpe }) => rpe * side > 0);
    return average(these.map(({ rpe, change }) => rpe * change)) / average(these.map(({ rpe }) => rpe ** 2));
  };
  return rate(1) / (rate(1) + rate(-1));
}
