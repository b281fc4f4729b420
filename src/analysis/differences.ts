import { squared } from '../core/power.ts';
import type { Differences } from '../contracts/comparison.ts';
import type { Trial } from '../contracts/trial.ts';

/** The part of one subject's session that a comparison needs. */
export interface Arm {
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly rpe: Float64Array;
  /** The time step of its agent, seconds. */
  readonly stepSeconds: number;
}

const rounding = 1e-9;

/**
 * Compares sessions of one schedule: trial i of every arm has the same events at the same times.
 * @param count number of trials in `most`
 */
export function differencesOf(arms: readonly Arm[], count: number): Differences {
  const [first] = arms;
  if (first === undefined) return { perTrial: [], most: [] };
  const pairs = arms.flatMap((a, i) => arms.slice(i + 1).map((b) => [a, b] as const));
  const perTrial = first.trials.map((trial) => Math.max(0, ...pairs.map(([a, b]) => distance(a, b, trial))));
  const kinds = new Map<string, number>();
  for (const { index, group, phase, type } of first.trials) {
    const kind = `${group}\n${phase}\n${type}`;
    const best = kinds.get(kind);
    const difference = perTrial[index] as number;
    if (difference > rounding && (best === undefined || difference > (perTrial[best] as number)))
      kinds.set(kind, index);
  }
  const most = [...kinds.values()].sort((a, b) => (perTrial[b] as number) - (perTrial[a] as number) || a - b);
  return { perTrial, most: most.slice(0, count) };
}

/**
 * Root of the mean squared difference from time zero to the end of the trial, each RPE held for a step of its agent.
 */
function distance(a: Arm, b: Arm, { index }: Trial): number {
  const [trialA, trialB] = [a.trials[index] as Trial, b.trials[index] as Trial];
  const [zeroA, zeroB] = [
    (a.offsets[index] as number) + trialA.zeroStep,
    (b.offsets[index] as number) + trialB.zeroStep,
  ];
  const [rowsA, rowsB] = [trialA.steps - trialA.zeroStep, trialB.steps - trialB.zeroStep];
  let sum = 0;
  let seconds = 0;
  for (let i = 0, j = 0; i < rowsA && j < rowsB;) {
    const [endA, endB] = [(i + 1) * a.stepSeconds, (j + 1) * b.stepSeconds];
    const end = Math.min(endA, endB);
    sum += (end - seconds) * squared((a.rpe[zeroA + i] as number) - (b.rpe[zeroB + j] as number));
    seconds = end;
    if (endA - end < rounding) i += 1;
    if (endB - end < rounding) j += 1;
  }
  return Math.sqrt(sum / seconds);
}
