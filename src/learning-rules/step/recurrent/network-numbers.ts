import type { RecurrentNetwork } from '../../../contracts/network.ts';

// A learner of trials remembers plain numbers; a network's state is a few vectors and a count, here one after another with their lengths.

const names = ['parameters', 'mean', 'meanSquare'] as const;

/** All that a network remembers. */
export function networkNumbers(network: RecurrentNetwork): number[] {
  const state = network.state();
  return [
    state['steps'] as number,
    ...names.flatMap((name) => [(state[name] as Float32Array).length, ...(state[name] as Float32Array)]),
  ];
}

/** Takes a network to the state that begins at `from`; returns where it ends. */
export function restoreNetwork(network: RecurrentNetwork, numbers: readonly number[], from: number): number {
  let at = from + 1;
  const vectors = names.map((name): readonly [string, Float32Array] => {
    const length = numbers[at] as number;
    const vector = Float32Array.from(numbers.slice(at + 1, at + 1 + length));
    at += 1 + length;
    return [name, vector];
  });
  network.restore({ steps: numbers[from] as number, ...Object.fromEntries(vectors) });
  return at;
}
