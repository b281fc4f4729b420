import type { RandomStream } from '../../core/random.ts';
import type { Likelihood } from '../problem.ts';
import type { ChoiceTask } from './choice-task.ts';
import { choicesMade, type ChoiceTrials } from './choice-trials.ts';

/** A model of choices on its way through the trials of one subject. */
export interface ChoiceProcess {
  /** Takes the values of the parameters, and forgets everything learned. */
  begin(values: Float64Array): void;
  /** Forgets everything learned. */
  restart(): void;
  /**
   * Log probability of a choice before its outcome is known.
   * @param gradient its derivatives by the values are added
   */
  logProbability(state: number, option: number, gradient?: Float64Array): number;
  /** Probabilities of all options of a state. */
  probabilities(state: number, into: Float64Array): void;
  /** @param reward NaN if not known */
  learn(state: number, option: number, reward: number): void;
  /** What an option is worth before its outcome, reward units; absent for models without values. */
  readonly value?: (state: number, option: number) => number;
  /** In a two-step task, the RPE of a second choice before its outcome, reward units. */
  readonly transitionError?: (state: number, option: number) => number;
  /** Factor of its learning rate before its outcome; absent for models in which that is constant. */
  readonly associability?: (state: number, option: number) => number;
}

/**
 * The sum over choices of the log probability of each, given all trials before it; -Infinity if a sum overflows.
 * @param isCounted which trials are summed; the others are learned from all the same
 */
export function processLikelihood(
  process: ChoiceProcess,
  trials: ChoiceTrials,
  isCounted: (trial: number) => boolean = () => true,
): Likelihood {
  return {
    observations: choicesMade(trials),
    inner: 0,
    hasGradient: true,
    at(values, gradient) {
      gradient?.fill(0);
      let sum = 0;
      walk(process, values, trials, (state, option, trial) => {
        if (isCounted(trial)) sum += process.logProbability(state, option, gradient);
      });
      return Number.isNaN(sum) ? -Infinity : sum;
    },
  };
}

/** Log probability of the choice of each trial, given all trials before it; NaN where there was none. */
export function processByTrial(process: ChoiceProcess, values: Float64Array, trials: ChoiceTrials): Float64Array {
  const scores = new Float64Array(trials.choice.length).fill(Number.NaN);
  walk(process, values, trials, (state, option, trial) => {
    const score = process.logProbability(state, option);
    scores[trial] = Number.isNaN(score) ? -Infinity : score;
  });
  return scores;
}

/** Every trial in turn. @param look at the process before the outcome of trials with a choice */
function walk(
  process: ChoiceProcess,
  values: Float64Array,
  { state, choice, reward, starts }: ChoiceTrials,
  look: (state: number, option: number, trial: number) => void,
): void {
  process.begin(values);
  let next = 0;
  for (let trial = 0; trial < choice.length; trial++) {
    if (trial === starts[next]) {
      next += 1;
      process.restart();
    }
    const option = choice[trial];
    if (option < 0) continue;
    look(state[trial], option, trial);
    process.learn(state[trial], option, reward[trial]);
  }
}

/** One number a trial, for other analyses; NaN where the trial has none. */
export interface Regressor {
  readonly id: string;
  /** With its sign. */
  readonly title: string;
  /** When in the trial it is known. */
  readonly onset: 'choice' | 'outcome';
  /** Absent for a share. */
  readonly unit?: string;
  readonly values: Float64Array;
}

/** What the model says of each trial at these values, given the subject's own choices and rewards. */
export function processRegressors(
  process: ChoiceProcess,
  values: Float64Array,
  trials: ChoiceTrials,
): readonly Regressor[] {
  const column = (id: string, title: string, onset: Regressor['onset'], unit?: string): Regressor => ({
    id,
    title,
    onset,
    ...(unit === undefined ? {} : { unit }),
    values: new Float64Array(trials.choice.length).fill(NaN),
  });
  const probability = column('probability', 'probability of the choice', 'choice');
  const value = column('value', 'value of the chosen option', 'choice', 'reward units');
  const rpe = column('rpe_signed', 'reward - value of the chosen option', 'outcome', 'reward units');
  const unsigned = column('rpe_unsigned', '|reward - value of the chosen option|', 'outcome', 'reward units');
  const associability = column('associability', 'associability of the chosen option', 'choice');
  const transition = column(
    'rpe_second_stage',
    'value of the second choice - model-free value of the first',
    'choice',
    'reward units',
  );
  walk(process, values, trials, (state, option, trial) => {
    probability.values[trial] = Math.exp(process.logProbability(state, option));
    if (process.value !== undefined) {
      value.values[trial] = process.value(state, option);
      rpe.values[trial] = trials.reward[trial] - value.values[trial];
      unsigned.values[trial] = Math.abs(rpe.values[trial]);
    }
    if (process.transitionError !== undefined && state > 0)
      transition.values[trial] = process.transitionError(state, option);
    if (process.associability !== undefined) associability.values[trial] = process.associability(state, option);
  });
  return [
    probability,
    ...(process.value === undefined ? [] : [value, rpe, unsigned]),
    ...(process.transitionError === undefined ? [] : [transition]),
    ...(process.associability === undefined ? [] : [associability]),
  ];
}

/** A subject that chooses as the model does. */
export function simulatedBy(
  process: ChoiceProcess,
  values: Float64Array,
  task: ChoiceTask,
  random: RandomStream,
): ChoiceTrials {
  const { states, options, initialValue, commonShare, starts, missed } = task;
  const state = Int32Array.from(task.state);
  const choice = new Int32Array(state.length).fill(-1);
  const reward = new Float64Array(state.length).fill(NaN);
  const probabilities = new Float64Array(options);
  process.begin(values);
  let next = 0;
  for (let trial = 0; trial < state.length; trial++) {
    if (trial === starts[next]) {
      next += 1;
      process.restart();
    }
    if (missed[trial] !== 0) continue;
    process.probabilities(state[trial], probabilities);
    const option = drawn(probabilities, random.next());
    choice[trial] = option;
    if (commonShare !== undefined && state[trial] === 0)
      state[trial + 1] = task.secondState?.(trial, option, random) ?? state[trial + 1];
    else reward[trial] = task.reward(trial, option, random, state[trial]);
    process.learn(state[trial], option, reward[trial]);
  }
  return {
    states,
    options,
    initialValue,
    ...(commonShare === undefined ? {} : { commonShare }),
    state,
    choice,
    reward,
    starts,
  };
}

/** @param at uniform on [0, 1) */
function drawn(probabilities: Float64Array, at: number): number {
  let rest = at;
  for (let option = 0; option < probabilities.length - 1; option++) {
    rest -= probabilities[option];
    if (rest < 0) return option;
  }
  return probabilities.length - 1;
}
