import { InputError } from '../../core/errors.ts';
import type { Optimiser } from '../../contracts/network.ts';
import type { SavedParts } from '../../contracts/saved.ts';

/** State of a network, in the same form on every backend, so that a run saved on one backend continues on another. */
export interface TrainableState extends SavedParts {
  readonly parameters: Float32Array;
  /** Optimiser steps so far. */
  readonly steps: number;
  /** Running mean of the gradient (Adam's m); empty if the optimiser has none. */
  readonly mean: Float32Array;
  /** Running mean of the squared gradient (Adam's v, RMSprop's v). */
  readonly meanSquare: Float32Array;
}

/** The state of an untrained network. Running means start at 0; Adam corrects for that bias, RMSprop does not. */
export function untrainedState(parameters: Float32Array, optimiser: Optimiser): TrainableState {
  const adam = optimiser.kind === 'adam';
  return {
    parameters,
    steps: 0,
    mean: new Float32Array(adam ? parameters.length : 0),
    meanSquare: new Float32Array(parameters.length),
  };
}

/** @throws InputError if the state does not fit a network of this size and optimiser */
export function readState(saved: SavedParts, parameterCount: number, optimiser: Optimiser): TrainableState {
  const { steps } = saved;
  if (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 0) throw mismatch('steps is not a count');
  return {
    parameters: vector(saved, 'parameters', parameterCount),
    steps,
    mean: vector(saved, 'mean', optimiser.kind === 'adam' ? parameterCount : 0),
    meanSquare: vector(saved, 'meanSquare', parameterCount),
  };
}

function vector(saved: SavedParts, name: string, length: number): Float32Array {
  const value = saved[name];
  if (!(value instanceof Float32Array)) throw mismatch(`${name} is not a Float32Array`);
  requireLength(value, length, name);
  return value;
}

/** @throws InputError if a flat vector does not have this network's length */
export function requireLength(flat: Float32Array, length: number, name: string): void {
  if (flat.length !== length) throw mismatch(`${name} has ${flat.length} numbers and this network needs ${length}`);
}

const mismatch = (what: string): InputError =>
  new InputError(what, 'saved network', 'use the agent and the environment that it was saved from');
