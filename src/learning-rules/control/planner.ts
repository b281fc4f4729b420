import type { SavedParts } from '../../contracts/saved.ts';
import type { PlanningTools } from './action-value-player.ts';

interface PlannerOptions {
  readonly steps: number;
  readonly bonus: number;
  readonly learningRate: number;
  readonly discount: number;
}

interface Remembered {
  reward: number;
  next: number;
  terminated: boolean;
  /** Real step at which the pair was last tried. */
  at: number;
}

/** A model of what each pair of state and action last brought, and Q-learning from it. */
export function planner({ steps, bonus, learningRate, discount }: PlannerOptions) {
  // By pair, state x actions + action, in the order of first trial.
  const model = new Map<number, Remembered>();
  let pairs: number[] = [];
  let time = 0;

  function plan({ random, weights, count, step }: PlanningTools): void {
    time += 1;
    const pair = step.state * count + step.action;
    if (!model.has(pair)) pairs.push(pair);
    model.set(pair, { reward: step.reward, next: step.next, terminated: step.terminated, at: time });
    for (let k = 0; k < steps; k++) {
      const drawn = pairs[random.integer(pairs.length)] as number;
      const { reward, next, terminated, at } = model.get(drawn) as Remembered;
      const target = reward + bonus * Math.sqrt(time - at) + (terminated ? 0 : discount * best(weights, next, count));
      weights[drawn] = (weights[drawn] as number) + learningRate * (target - (weights[drawn] as number));
    }
  }

  return {
    plan,
    state: (): SavedParts => ({
      time,
      pairs: Float64Array.from(pairs),
      remembered: Float64Array.from(pairs.flatMap((pair) => {
        const { reward, next, terminated, at } = model.get(pair) as Remembered;
        return [reward, next, terminated ? 1 : 0, at];
      })),
    }),
    restore(state: SavedParts): void {
      time = state['time'] as number;
      pairs = Array.from(state['pairs'] as Float64Array);
      const numbers = state['remembered'] as Float64Array;
      model.clear();
      pairs.forEach((pair, k) => model.set(pair, { reward: numbers[4 * k] as number, next: numbers[4 * k + 1] as number, terminated: numbers[4 * k + 2] === 1, at: numbers[4 * k + 3] as number }));
    },
  };
}

function best(weights: Float64Array, state: number, count: number): number {
  let most = -Infinity;
  for (let a = 0; a < count; a++) most = Math.max(most, weights[state * count + a] as number);
  return most;
}
