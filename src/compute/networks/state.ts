import { InputError } from '../../core/errors.ts';
import type { Optimiser } from '../../contracts/network.ts';
import type { SavedParts } from '../../contracts/saved.ts';

/** What a network remembers, the same whichever maker built it, so that a run saved on one backend goes on on another. */
export interface TrainableState extends SavedParts {
  readonly parameters: Float32Array;
  /** Steps of the optimiser so far. */
  readonly steps: number;
  /** Running mean of the gradient (Adam's m); empty for an optimiser that has none. */
  readonly mean: Float32Array;
  /** Running mean of the squared gradient (Adam's v, RMSprop's v). */
  readonly meanSquare: Float32Array;
}

/** The state of a network that has not been trained. Running means begin at 0; Adam takes the bias of that out, RMSprop does not. */
export function untrainedState(parameters: Float32Array, optimiser: Optimiser): TrainableState {
  const adam = optimiser.kind === 'adam';
  return {
    parameters,
    steps: 0,
    mean: new Float32Array(adam ? parameters.length : 0),
    meanSquare: new Float32Array(parameters.length),
  };
}

/** @throws InputError where the state is not that of a network of this size and optimiser */
export function readState(saved: SavedParts, parameterCount: number, optimiser: Optimiser): TrainableState {
  const { steps } = saved;
  if (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 0) throw mismatch('steps is no count');
  return {
    parameters: vector(saved, 'parameters', parameterCount),
    steps,
    mean: vector(saved, 'mean', optimiser.kind === 'adam' ? parameterCount : 0),
    meanSquare: vector(saved, 'meanSquare', parameterCount),
  };
}

function vector(saved: SavedParts, name: string, length: number): Float32Array {
  const value = saved[name];
  if (!(value instanceof Float32Array)) throw mismatch(`${name} is no Float32Array`);
  requireLength(value, length, name);
  return value;
}

/** @throws InputError where a flat vector is not as long as this network's */
export function requireLength(flat: Float32Array, length: number, name: string): void {
  if (flat.length !== length) throw mismatch(`${name} has ${flat.length} numbers and this network needs ${length}`);
}

const mismatch = (what: string): InputError =>
  new InputError(what, 'saved network', 'use the agent and the world that it was saved from');
