import type { RandomStream } from '../../../core/random.ts';
import type { ChoiceTask } from '../choice-task.ts';

const [low, high, sd] = [0.25, 0.75, 0.025];
const usualShare = 0.7;

/**
 * The two-step task of Daw et al. 2011 (Neuron 69:1204): option i leads to state i + 1 in a share of trials, and the reward
 * probabilities of the four second choices drift between .25 and .75, reflected there.
 * @param random for where they begin and how they drift
 */
export function driftingTask(trials: number, random: RandomStream, commonShare = usualShare): ChoiceTask {
  const chances = Array.from({ length: 4 }, () => {
    let chance = low + (high - low) * random.next();
    return Float64Array.from({ length: trials }, () => {
      const now = chance;
      chance = reflected(chance + random.normal(0, sd));
      return now;
    });
  });
  return {
    states: 3,
    options: 2,
    initialValue: 0.5,
    commonShare,
    state: Int32Array.from({ length: 2 * trials }, (_, i) => i % 2),
    missed: new Uint8Array(2 * trials),
    starts: new Int32Array(0),
    secondState: (_, option, draw) => (draw.bernoulli(commonShare) ? option : 1 - option) + 1,
    reward: (at, option, draw, state) => Number(draw.bernoulli(chances[(state - 1) * 2 + option][Math.floor(at / 2)])),
  };
}

function reflected(chance: number): number {
  if (chance > high) return 2 * high - chance;
  return chance < low ? 2 * low - chance : chance;
}
