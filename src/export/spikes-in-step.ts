import { randomStream } from '../core/random.ts';

/**
 * When in a step the spikes are that its rate stands for, as fractions of the step, in order: given their count, the
 * spikes of a Poisson process are uniform within the step. No neuron fires more than once a millisecond: a higher count
 * comes from a diverging model.
 * @param rate spikes/s; NaN where nothing was recorded
 * @param name of trial, step and unit: the same one always gives the same fractions
 */
export function spikesInStep(rate: number, stepSeconds: number, seed: number, name: string): readonly number[] {
  const count = Number.isNaN(rate) ? 0 : Math.min(Math.ceil(stepSeconds * 1000), Math.round(rate * stepSeconds));
  if (count === 0) return [];
  const inside = randomStream(seed, `raster/${name}`);
  return Array.from({ length: count }, () => inside.next()).sort((a, b) => a - b);
}
