import { InputError } from '../../core/errors.ts';
import { byNumber, type ChoiceRow, type StageOptions } from '../../recorded/choices/choice-rows.ts';
import { choiceTrials, type ChoiceTrials } from '../choices/choice-trials.ts';

/** The states of a two-step task by index, and the values of the two options of each. */
export interface TwoStepTask {
  readonly states: readonly string[];
  readonly values: readonly (readonly string[])[];
}

/** As in most tasks (Daw et al. 2011). */
const usualCommonShare = 0.7;

/** @throws InputError for a task in which a first choice of two does not lead to one of two states with two options each */
export function twoStepTask(
  rows: readonly ChoiceRow[],
  [early, late]: readonly StageOptions[],
  table: string,
): TwoStepTask {
  const namesAt = (stage: number): readonly string[] =>
    [...new Set(rows.flatMap(({ choices }) => choices[stage]?.state.name ?? []))].sort(byNumber);
  const [first, second] = [namesAt(0), namesAt(1)];
  const values = [...first.map((name) => early?.in(name) ?? []), ...second.map((name) => late?.in(name) ?? [])];
  const counts = [first.length, second.length, ...values.map(({ length }) => length)];
  if (counts.join(' ') !== '1 2 2 2 2')
    throw new InputError(
      `first choices are made in ${first.length} state(s), second ones in ${second.length}, with ${values.map(({ length }) => length).join(', ')} options`,
      `table ${table}`,
      'two-step models know one first state and two second ones, with two options each ("stages" of the choices in the mapping); fit an agent instead',
    );
  return { states: [...first, ...second], values };
}

interface TwoStepOptions {
  /** Trials before which values begin anew. */
  readonly starts: readonly number[];
  readonly initialValue?: number | undefined;
  readonly commonShare?: number | undefined;
}

/** Two choices of each trial. */
export function twoStepTrials(
  rows: readonly ChoiceRow[],
  { states, values }: TwoStepTask,
  { starts, initialValue, commonShare = usualCommonShare }: TwoStepOptions,
): ChoiceTrials {
  const made = rows.flatMap(({ choices: [first, second], outcome }) => [
    { choice: first, reward: Number.NaN, least: 0 },
    { choice: second, reward: second === undefined ? Number.NaN : (outcome?.size ?? Number.NaN), least: 1 },
  ]);
  // Nothing is learned where nothing was chosen, so that the state does not matter.
  const stateOf = ({ choice, least }: (typeof made)[number]): number =>
    choice === undefined ? least : states.indexOf(choice.state.name);
  return choiceTrials({
    states: states.length,
    options: 2,
    commonShare,
    state: Int32Array.from(made, stateOf),
    choice: Int32Array.from(made, (one) =>
      one.choice === undefined ? -1 : (values[stateOf(one)] ?? []).indexOf(one.choice.value),
    ),
    reward: Float64Array.from(made, ({ reward }) => reward),
    starts: Int32Array.from(starts, (trial) => 2 * trial),
    ...(initialValue === undefined ? {} : { initialValue }),
  });
}
