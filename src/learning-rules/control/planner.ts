import { discountNow, type ActingAgentSetup } from '../../contracts/acting-agent.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import type { PlanningTools } from './action-value-agent.ts';

interface PlannerOptions {
  readonly steps: number;
  readonly bonus: number;
  readonly learningRate: number;
  readonly setup: ActingAgentSetup;
}

interface Remembered {
  reward: number;
  next: number;
  terminated: boolean;
  /** Real step at which the pair was last tried. */
  at: number;
  /** Interventions on it (see ManipulatedPlayer). */
  active: number;
}

/**
 * A model that stores the last outcome of each state-action pair, and Q-learning from it. An intervention on the error
 * of a step is repeated whenever the step is replayed.
 */
export function planner({ steps, bonus, learningRate, setup }: PlannerOptions) {
  // By pair, state x actions + action, in the order of the first visit.
  const model = new Map<number, Remembered>();
  let pairs: number[] = [];
  let time = 0;

  function plan({ random, weights, count, step }: PlanningTools): void {
    time += 1;
    const pair = step.state * count + step.action;
    if (!model.has(pair)) pairs.push(pair);
    model.set(pair, {
      reward: step.reward,
      next: step.next,
      terminated: step.terminated,
      at: time,
      active: step.active,
    });
    const discount = discountNow(setup);
    for (let k = 0; k < steps; k++) {
      const drawn = pairs[random.integer(pairs.length)];
      const { reward, next, terminated, at, active } = model.get(drawn) as Remembered;
      const target = reward + bonus * Math.sqrt(time - at) + (terminated ? 0 : discount * best(weights, next, count));
      const error = target - weights[drawn];
      weights[drawn] =
        weights[drawn] +
        learningRate * (setup.manipulated === undefined ? error : setup.manipulated.changed(active, error));
    }
  }

  return {
    plan,
    state: (): SavedParts => ({
      time,
      pairs: Float64Array.from(pairs),
      remembered: Float64Array.from(
        pairs.flatMap((pair) => {
          const { reward, next, terminated, at, active } = model.get(pair) as Remembered;
          return [reward, next, terminated ? 1 : 0, at, active];
        }),
      ),
    }),
    restore(state: SavedParts): void {
      time = state['time'] as number;
      pairs = Array.from(state['pairs'] as Float64Array);
      const numbers = state['remembered'] as Float64Array;
      model.clear();
      pairs.forEach((pair, k) => {
        const [reward, next, terminated, at, active] = numbers.subarray(5 * k, 5 * k + 5) as unknown as readonly [
          number,
          number,
          number,
          number,
          number,
        ];
        model.set(pair, { reward, next, terminated: terminated === 1, at, active });
      });
    },
  };
}

function best(weights: Float64Array, state: number, count: number): number {
  let most = -Infinity;
  for (let a = 0; a < count; a++) most = Math.max(most, weights[state * count + a]);
  return most;
}
