import { InputError } from '../../core/errors.ts';

/** What the trials of a subject have in common. */
export interface ChoiceShape {
  /** Number of states in which something is chosen. */
  readonly states: number;
  /** Number of options in each. */
  readonly options: number;
  /** Value of every option before anything is learned, reward units. */
  readonly initialValue: number;
  /**
   * In a two-step task, how often a first choice leads to its usual second state. Each trial is then two successive choices:
   * in state 0, and in state 1 or 2.
   */
  readonly commonShare?: number;
}

/** One subject's choices, one a trial; two of each trial of a two-step task. */
export interface ChoiceTrials extends ChoiceShape {
  /** Index of the state of each trial. */
  readonly state: Int32Array;
  /** Index of the option chosen; -1 where none was: it has no likelihood, and nothing is learned from it. */
  readonly choice: Int32Array;
  /** What came of the choice, reward units; NaN if that is not known: then no value is learned. A first choice of two has none. */
  readonly reward: Float64Array;
  /** Trials before which everything that was learned is forgotten, in rising order. */
  readonly starts: Int32Array;
}

/** The middle between a reward of 0 and one of 1. */
const usualInitialValue = 0.5;

/**
 * Trials, checked.
 * @param given without `starts` values never begin anew; the initial value is .5 if absent
 * @throws InputError for indices out of range, or columns of different lengths
 */
export function choiceTrials(
  given: Omit<ChoiceTrials, 'starts' | 'initialValue'> & Partial<Pick<ChoiceTrials, 'starts' | 'initialValue'>>,
): ChoiceTrials {
  const { states, options, state, choice, reward } = given;
  const { starts = new Int32Array(0), initialValue = usualInitialValue, commonShare } = given;
  const refuse = (what: string, remedy: string): never => {
    throw new InputError(what, 'choices', remedy);
  };
  if (options < 2) refuse('there is nothing to choose', 'name at least two options');
  if (state.length !== choice.length || reward.length !== choice.length)
    refuse(
      `there are ${state.length} states, ${choice.length} choices and ${reward.length} rewards`,
      'give one of each for every trial',
    );
  const stateOut = state.findIndex((one) => one < 0 || one >= states);
  if (stateOut >= 0) refuse(`the state of trial ${stateOut + 1} is ${state[stateOut]}`, `use 0 to ${states - 1}`);
  const choiceOut = choice.findIndex((one) => one < -1 || one >= options);
  if (choiceOut >= 0)
    refuse(`the choice of trial ${choiceOut + 1} is ${choice[choiceOut]}`, `use 0 to ${options - 1}, or -1 if missed`);
  const startOut = starts.findIndex((one, i) => one < 0 || one > choice.length || (i > 0 && one <= starts[i - 1]));
  if (startOut >= 0) refuse(`start ${starts[startOut]} is out of order`, 'give trials in rising order');
  if (commonShare !== undefined && !isTwoStep(given, starts))
    refuse('they are not those of a two-step task', 'give two choices of each trial: in state 0, and in state 1 or 2');
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

const isTwoStep = (
  { states, options, state, choice }: Pick<ChoiceTrials, 'states' | 'options' | 'state' | 'choice'>,
  starts: Int32Array,
): boolean =>
  states === 3 &&
  options === 2 &&
  choice.length % 2 === 0 &&
  starts.every((one) => one % 2 === 0) &&
  state.every((one, i) => one > 0 === (i % 2 === 1) && (i % 2 === 0 || choice[i] < 0 || choice[i - 1] >= 0));

/** Number of choices. */
export const choicesMade = ({ choice }: ChoiceTrials): number => choice.reduce((sum, one) => sum + Number(one >= 0), 0);
