import { power } from '../../../core/power.ts';
import type { Optimiser, Step, TrainingOptions, WholeNorm } from '../../../contracts/network.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import { readState, requireLength, untrainedState } from '../state.ts';
import type { KernelMemory } from './kernel.ts';

/** The parameters of a network in a kernel's memory, with their gradient and optimiser state. */
export interface FusedTrainable {
  readonly parameterCount: number;
  /** Addresses of the parameters and of their gradient; every position in `map` is included, with zeros in between. */
  readonly weights: number;
  readonly gradient: number;
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  /** The gradient in the flat order. */
  flatGradient(): Float32Array;
  /** Updates the weights along the gradient in memory; does nothing if the gradient or the loss is not finite. */
  optimise(loss: number, learningRate: number, wholeNorm?: WholeNorm): Step;
  state(): SavedParts;
  restore(state: SavedParts): void;
  dispose(): void;
}

/**
 * @param map offset in memory of each number of the flat vector, counted in numbers
 * @param size length of the parameters in memory, in numbers, padding included
 */
export function fusedTrainable(
  memory: KernelMemory,
  map: Int32Array,
  size: number,
  initial: Float32Array,
  { optimiser, maxGradientNorm }: TrainingOptions,
): FusedTrainable {
  const { kernel } = memory;
  const hasMean = optimiser.kind === 'adam';
  const weights = memory.floats(size);
  const gradient = memory.floats(size);
  const mean = hasMean ? memory.floats(size) : 0;
  const meanSquare = memory.floats(size);
  let steps = 0;

  function read(at: number): Float32Array {
    const view = memory.view(at, size);
    const flat = new Float32Array(map.length);
    for (let i = 0; i < map.length; i++) flat[i] = view[map[i]];
    return flat;
  }

  function write(at: number, flat: Float32Array): void {
    const view = memory.view(at, size);
    for (let i = 0; i < map.length; i++) view[map[i]] = flat[i];
  }

  function restore(saved: SavedParts): void {
    const state = readState(saved, map.length, optimiser);
    write(weights, state.parameters);
    if (hasMean) write(mean, state.mean);
    write(meanSquare, state.meanSquare);
    ({ steps } = state);
  }

  restore(untrainedState(initial, optimiser));

  return {
    parameterCount: map.length,
    weights,
    gradient,
    parameters: () => read(weights),
    setParameters(flat) {
      requireLength(flat, map.length, 'parameters');
      write(weights, flat);
    },
    flatGradient: () => read(gradient),
    optimise(loss, learningRate, wholeNorm) {
      const gradientNorm = Math.sqrt(kernel.squares(gradient, size));
      const whole = wholeNorm?.(gradientNorm) ?? gradientNorm;
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return { loss, gradientNorm };
      steps += 1;
      const scale = maxGradientNorm !== undefined && whole > maxGradientNorm ? maxGradientNorm / whole : 1;
      move(optimiser, scale, learningRate);
      return { loss, gradientNorm };
    },
    state: () => ({
      parameters: read(weights),
      steps,
      mean: hasMean ? read(mean) : new Float32Array(0),
      meanSquare: read(meanSquare),
    }),
    restore,
    // Unreferenced memory is garbage collected.
    dispose: () => undefined,
  };

  function move(rule: Optimiser, scale: number, learningRate: number): void {
    if (rule.kind === 'rmsprop') {
      kernel.rmsprop(weights, gradient, meanSquare, size, scale, rule.decay, learningRate, rule.epsilon);
      return;
    }
    const root = Math.sqrt(1 - power(rule.beta2, steps));
    kernel.adam(
      weights,
      gradient,
      mean,
      meanSquare,
      size,
      scale,
      rule.beta1,
      rule.beta2,
      (learningRate * root) / (1 - power(rule.beta1, steps)),
      rule.epsilon * root,
    );
  }
}
