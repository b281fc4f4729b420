import type { RecurrentNetwork } from '../../../contracts/network.ts';

// Converts a network's state to plain numbers, which is how a trial learner saves state: a few vectors and a count,
// concatenated with their lengths.

const names = ['parameters', 'mean', 'meanSquare'] as const;

/** The complete state of a network. */
export function networkNumbers(network: RecurrentNetwork): number[] {
  const state = network.state();
  return [
    state['steps'] as number,
    ...names.flatMap((name) => [(state[name] as Float32Array).length, ...(state[name] as Float32Array)]),
  ];
}

/** Restores a network from the numbers that start at `from`; returns the end offset. */
export function restoreNetwork(network: RecurrentNetwork, numbers: readonly number[], from: number): number {
  let at = from + 1;
  const vectors = names.map((name): readonly [string, Float32Array] => {
    const length = numbers[at];
    const vector = Float32Array.from(numbers.slice(at + 1, at + 1 + length));
    at += 1 + length;
    return [name, vector];
  });
  network.restore({ steps: numbers[from], ...Object.fromEntries(vectors) });
  return at;
}
