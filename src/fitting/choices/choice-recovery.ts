import type { FitOptions } from '../fit.ts';
import { withIntervals } from '../intervals.ts';
import { modelDraw, modelRecovery, type ModelDraw, type ModelRecovery } from '../recovery/model-recovery.ts';
import { parameterRecovery, recoveryDraw, type ParameterRecovery } from '../recovery/parameter-recovery.ts';
import { fromFitted, fromPriors } from '../recovery/recoverable.ts';
import type { RecoveryDraw } from '../recovery/recovered.ts';
import type { ChoiceModel } from './choice-model.ts';
import { taskOf } from './choice-task.ts';
import type { ChoiceTrials } from './choice-trials.ts';
import { recoverableChoices } from './recoverable-choices.ts';
import { findChoiceModel } from './registry.ts';
import type { SubjectFit } from './subject-fits.ts';

/** What simulated subjects say of fits on a subject's trials. Plain data. */
export interface ChoiceRecovery {
  readonly parameters: readonly ParameterRecovery[];
  /** Of several models. */
  readonly models?: ModelRecovery;
}

/** Some simulated subjects of one model, which depend on nothing else. Plain data. */
export interface RecoveryWork {
  /** Of the recorded subject on whose trials they are simulated. */
  readonly trials: ChoiceTrials;
  /** Ids of all models that are fitted. */
  readonly models: readonly string[];
  /** Index of the model that chooses. */
  readonly made: number;
  /** Points between which the true ones are; from the priors if there are none. */
  readonly between: readonly (readonly number[])[];
  /** Their numbers. */
  readonly draws: readonly number[];
  readonly options: FitOptions;
}

/** Of each draw. */
export interface RecoveryWorkResults {
  readonly parameters: readonly RecoveryDraw[];
  /** Empty for one model. */
  readonly models: readonly ModelDraw[];
}

/** True values are drawn from between those fitted if there are at least so many subjects, otherwise from the priors. */
const enoughFitted = 10;
/** Draws of one piece of work. */
const together = 5;

/**
 * The work of simulating subjects on the trials of a recorded one, and fitting them.
 * @param fits of the recorded subjects, by model
 */
export function recoveryWork(
  trials: ChoiceTrials,
  models: readonly ChoiceModel[],
  fits: readonly SubjectFit[],
  { draws, ...options }: FitOptions & { readonly draws: number },
): readonly RecoveryWork[] {
  const ids = models.map(({ id }) => id);
  const numbers = Array.from({ length: draws }, (_, draw) => draw);
  return ids.flatMap((id, made) => {
    const stand = fits.filter(({ model, fit }) => model === id && fit.failure === undefined);
    const between = stand.length < enoughFitted ? [] : stand.map(({ fit }) => fit.point);
    return Array.from({ length: Math.ceil(draws / together) }, (_, i): RecoveryWork => ({
      trials,
      models: ids,
      made,
      between,
      draws: numbers.slice(i * together, (i + 1) * together),
      options,
    }));
  });
}

export function recoveryResults(work: RecoveryWork): RecoveryWorkResults {
  const { made, between, draws, options } = work;
  const all = recoverables(work.trials, work.models.map(findChoiceModel));
  const model = all[made];
  const source = between.length === 0 ? fromPriors(model.parameters) : fromFitted(between);
  return {
    parameters: draws.map((draw) => recoveryDraw(model, source, draw, { ...options, intervals: withIntervals })),
    models: all.length < 2 ? [] : draws.map((draw) => modelDraw(all, made, source, draw, options)),
  };
}

const recoverables = (trials: ChoiceTrials, models: readonly ChoiceModel[]) => {
  const task = taskOf(trials);
  return models.map((model) => recoverableChoices(model, task));
};

/** What all work says together. @param results in the order of the work, of `work` */
export function choiceRecovery(
  trials: ChoiceTrials,
  models: readonly ChoiceModel[],
  work: readonly RecoveryWork[],
  results: readonly RecoveryWorkResults[],
): ChoiceRecovery {
  const all = recoverables(trials, models);
  const drawsOf = (made: number): readonly RecoveryDraw[] =>
    results.flatMap(({ parameters }, i) => (work[i].made === made ? parameters : []));
  return {
    parameters: all.map((model, made) => parameterRecovery(model, drawsOf(made))),
    ...(all.length < 2
      ? {}
      : {
          models: modelRecovery(
            all,
            results.flatMap((one) => one.models),
          ),
        }),
  };
}
