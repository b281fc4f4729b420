import type { Citation } from '../../contracts/citation.ts';
import { InputError } from '../../core/errors.ts';
import type { RandomStream } from '../../core/random.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { Likelihood } from '../problem.ts';
import {
  processByTrial,
  processLikelihood,
  processRegressors,
  simulatedBy,
  type ChoiceProcess,
  type Regressor,
} from './choice-process.ts';
import type { ChoiceTask } from './choice-task.ts';
import { choicesMade, type ChoiceShape, type ChoiceTrials } from './choice-trials.ts';

/** What a model declares. */
interface ChoiceModelDeclaration {
  /** Equal to the file name without its extension. */
  readonly id: string;
  /** Raised when the same values give different numbers than before. */
  readonly version: number;
  readonly title: string;
  /** Choices of a trial: 2 for models of two-step tasks; 1 if absent. */
  readonly stages?: 2;
  /** One paragraph. */
  readonly summary: string;
  /** How it learns and chooses, in the symbols of its parameters; Q begins at the initial value. */
  readonly equation: string;
  readonly citation: Citation;
  /** What is fitted where this many options are to choose from. */
  parameters(options: number): readonly FreeParameter[];
  /** What readers of papers know the parameters by, if that is not the parameters themselves. */
  readonly derived?: readonly DerivedQuantity[];
  process(shape: ChoiceShape): ChoiceProcess;
  /** The likelihood of the process by a faster way. @returns `at` of a likelihood */
  fast?(trials: ChoiceTrials): Likelihood['at'];
}

/** A function of the parameters' values. */
export interface DerivedQuantity {
  readonly id: string;
  readonly title: string;
  readonly symbol: string;
  of(values: Float64Array): number;
}

/** A model of one subject's choices that learns once a trial. */
export interface ChoiceModel extends Omit<ChoiceModelDeclaration, 'process' | 'fast'> {
  /** @param isCounted which trials are summed, if not all; the others are learned from all the same */
  likelihood(trials: ChoiceTrials, isCounted?: (trial: number) => boolean): Likelihood;
  /** Log probability of the choice of each trial, given all trials before it; NaN where there was none. */
  byTrial(values: Float64Array, trials: ChoiceTrials): Float64Array;
  simulate(values: Float64Array, task: ChoiceTask, random: RandomStream): ChoiceTrials;
  /** Value, RPE and the like in each trial, given the subject's own choices and rewards. */
  regressors(values: Float64Array, trials: ChoiceTrials): readonly Regressor[];
}

/** @throws InputError for a model of two-step tasks without one, or another model with one */
export function requireStages({ id, stages }: ChoiceModel, { commonShare }: ChoiceShape): void {
  const [known, made] = [stages ?? 1, commonShare === undefined ? 1 : 2];
  if (known === made) return;
  const words = ['', 'one choice', 'two choices'];
  throw new InputError(
    `'${id}' is of trials with ${words[known]}, and these have ${words[made]}`,
    '--model',
    `name models whose names ${made === 1 ? 'do not ' : ''}begin with 'two-step'`,
  );
}

export function defineChoiceModel({ process, fast, ...declared }: ChoiceModelDeclaration): ChoiceModel {
  return Object.freeze({
    ...declared,
    byTrial: (values: Float64Array, trials: ChoiceTrials) => processByTrial(process(trials), values, trials),
    likelihood: (trials: ChoiceTrials, isCounted?: (trial: number) => boolean): Likelihood =>
      fast === undefined || isCounted !== undefined
        ? processLikelihood(process(trials), trials, isCounted)
        : { observations: choicesMade(trials), inner: 0, hasGradient: true, at: fast(trials) },
    simulate: (values: Float64Array, task: ChoiceTask, random: RandomStream) =>
      simulatedBy(process(task), values, task, random),
    regressors: (values: Float64Array, trials: ChoiceTrials) => processRegressors(process(trials), values, trials),
  });
}
