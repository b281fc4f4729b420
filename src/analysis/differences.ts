import { squared } from '../core/power.ts';
import type { Differences } from '../contracts/comparison.ts';
import type { Trial } from '../contracts/trial.ts';

/** One subject's session, as far as a comparison looks at it. */
export interface Arm {
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly rpe: Float64Array;
}

const rounding = 1e-9;

/**
 * Compares sessions of one schedule: trial i of every arm has the same events at the same steps.
 * @param count how many trials `most` names
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
    if (difference > rounding && (best === undefined || difference > (perTrial[best] as number))) kinds.set(kind, index);
  }
  const most = [...kinds.values()].sort((a, b) => (perTrial[b] as number) - (perTrial[a] as number) || a - b);
  return { perTrial, most: most.slice(0, count) };
}

function distance(a: Arm, b: Arm, { index, zeroStep, steps }: Trial): number {
  const [startA, startB] = [a.offsets[index] as number, b.offsets[index] as number];
  let sum = 0;
  for (let step = zeroStep; step < steps; step++) sum += squared((a.rpe[startA + step] as number) - (b.rpe[startB + step] as number));
  return Math.sqrt(sum / (steps - zeroStep));
}
