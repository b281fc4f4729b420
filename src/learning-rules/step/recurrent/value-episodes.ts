import type { OutputLoss, Sequences } from '../../../contracts/network.ts';

/** Experience step by step: inputs, rewards, and interventions on the error. */
export interface Episode {
  trials: number;
  steps: number;
  /** steps x size. */
  readonly inputs: number[];
  readonly rewards: number[];
  readonly discounts: number[];
  /** Error added by interventions. */
  readonly added: number[];
  add(input: Float32Array, reward: number, discount: number, added: number): void;
}

export function emptyEpisode(size: number): Episode {
  const episode: Episode = {
    trials: 0,
    steps: 0,
    inputs: [],
    rewards: [],
    discounts: [],
    added: [],
    add(input, reward, discount, added) {
      for (let i = 0; i < size; i++) episode.inputs.push(input[i]);
      episode.rewards.push(reward);
      episode.discounts.push(discount);
      episode.added.push(added);
      episode.steps += 1;
    },
  };
  return episode;
}

/** An episode as numbers: trials, steps, then its columns. */
export const episodeNumbers = ({ trials, steps, inputs, rewards, discounts, added }: Episode): number[] => [
  trials,
  steps,
  ...inputs,
  ...rewards,
  ...discounts,
  ...added,
];

/** The episode that starts at `from` in such numbers, and its end offset. */
export function readEpisode(
  numbers: readonly number[],
  from: number,
  size: number,
): { readonly episode: Episode; readonly end: number } {
  const [trials, steps] = numbers.slice(from, from + 2) as [number, number];
  const episode = emptyEpisode(size);
  let at = from + 2;
  const take = (column: number[], length: number): void => {
    for (let i = 0; i < length; i++) column.push(numbers[at + i]);
    at += length;
  };
  take(episode.inputs, steps * size);
  for (const column of [episode.rewards, episode.discounts, episode.added]) take(column, steps);
  episode.trials = trials;
  episode.steps = steps;
  return { episode, end: at };
}

/**
 * A batch of episodes, each from a zero state, and the loss ½ mean δ². Only V_{t-1} is differentiated: γ V_t + r_t is
 * its target.
 */
export function tdSequences(
  episodes: readonly Episode[],
  size: number,
  stateSize: number,
): { readonly sequences: Sequences; readonly loss: OutputLoss } {
  const batch = episodes.length;
  const time = Math.max(...episodes.map(({ steps }) => steps));
  const inputs = new Float32Array(time * batch * size);
  const starts = new Uint8Array(time * batch).fill(1, 0, batch);
  episodes.forEach((episode, b) => {
    for (let t = 0; t < episode.steps; t++)
      for (let i = 0; i < size; i++) inputs[(t * batch + b) * size + i] = episode.inputs[t * size + i];
  });
  const errors = Math.max(
    1,
    episodes.reduce((sum, { steps }) => sum + steps - 1, 0),
  );
  const loss: OutputLoss = (values, gradient) => {
    gradient.fill(0);
    let sum = 0;
    episodes.forEach(({ steps, rewards, discounts, added }, b) => {
      for (let t = 1; t < steps; t++) {
        const before = (t - 1) * batch + b;
        const error = rewards[t] + discounts[t] * values[t * batch + b] - values[before] + added[t];
        sum += error * error;
        gradient[before] = -error / errors;
      }
    });
    return sum / (2 * errors);
  };
  return { sequences: { time, batch, inputs, starts, state: new Float32Array(batch * stateSize) }, loss };
}
