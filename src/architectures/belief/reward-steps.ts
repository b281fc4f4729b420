import { cumulativeInterval, type Interval } from '../../contracts/design.ts';

/**
 * Probability of each step (an index, 0 to `steps` - 1) under a distribution of times, with times rounded to the
 * nearest step. Times outside are left out, so the probabilities may add up to less than 1.
 */
export function rewardSteps(time: Interval, stepSeconds: number, steps: number): readonly number[] {
  const chances = Array.from({ length: steps }, () => 0);
  const add = (seconds: number, chance: number): void => {
    const step = Math.round(seconds / stepSeconds);
    if (step in chances) chances[step] = (chances[step] as number) + chance;
  };
  if (time.kind === 'fixed') {
    add(time.seconds, 1);
  } else if (time.kind === 'grid') {
    const total = time.weights.reduce((sum, weight) => sum + weight, 0);
    time.seconds.forEach((seconds, i) => add(seconds, (time.weights[i] as number) / total));
  } else if (time.maxSeconds <= time.minSeconds) {
    add(time.minSeconds, 1);
  } else {
    return chances.map(
      (_, step) =>
        cumulativeInterval(time, (step + 0.5) * stepSeconds) - cumulativeInterval(time, (step - 0.5) * stepSeconds),
    );
  }
  return chances;
}
