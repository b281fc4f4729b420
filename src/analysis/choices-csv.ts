import { csvNames, csvTable } from '../core/csv.ts';
import { InputError } from '../core/errors.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import { logProbability, secondsOf, type StepChoice, type StepStage, type Trial } from '../contracts/trial.ts';

export interface ChoicesSource {
  /** For the notes. */
  readonly spec: unknown;
  readonly design: GridDesign;
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly signals: { readonly rpe: Float64Array; readonly value: Float64Array };
}

/** @throws InputError for a design without choices */
export function requireChoices({ states }: Pick<GridDesign, 'states'>): void {
  if (states === undefined)
    throw new InputError(
      'this experiment has no choices',
      'choices',
      'leave it out, or run an experiment with choices',
    );
}

/**
 * Choices as a table, one row per choice, or one per trial in which nothing was chosen: what was shown and chosen and how
 * probable the agent's policy made it, what came of it, and value and RPE when the state was shown and at the outcome.
 */
export function choicesTable({ spec, design, trials, offsets, signals }: ChoicesSource): Table {
  const { states = [], actions = [], stepSeconds } = design;
  const names = {
    phase: csvNames([...new Set(trials.map(({ phase }) => phase))]),
    type: csvNames([...new Set(trials.map(({ type }) => type))]),
    state: csvNames(states.map(({ id }) => id)),
    action: csvNames(actions.map(({ id }) => id)),
  };
  const columns: Record<string, ColumnNote> = {
    trial: { what: 'number of the trial, from 0' },
    phase: { what: 'id of the phase' },
    type: { what: 'id of the trial type' },
    zero_s: { what: "the trial's time zero, from the start of the session", unit: 's' },
    stage: { what: 'id of the stage; empty if nothing was chosen' },
    state: { what: 'id of the state' },
    shown_s: { what: 'when the state was shown, from time zero', unit: 's' },
    choice: { what: 'id of the chosen action' },
    choice_s: { what: 'when it was chosen, from time zero; as recorded, or when the state was shown', unit: 's' },
    recorded: { what: '1 if the choice was recorded, 0 if the agent made it' },
    probability: { what: "probability of this choice under the agent's policy" },
    log_likelihood: { what: 'natural logarithm of probability; empty if it is 0' },
    ...Object.fromEntries(
      actions.map(({ id, title }) => [
        `p_${names.action.get(id)}`,
        { what: `probability of ${title}; empty if not offered` },
      ]),
    ),
    outcome: { what: 'delivered, omitted, or none; of the last choice of a trial' },
    outcome_s: { what: 'first outcome, from time zero', unit: 's' },
    magnitude: { what: 'sum of the outcomes', unit: 'reward units' },
    value: { what: 'value when the state was shown', unit: 'reward units' },
    rpe_shown: { what: 'RPE when the state was shown', unit: 'reward units' },
    rpe_outcome: { what: 'RPE at the last outcome', unit: 'reward units' },
  };

  function choiceCells(trial: Trial, choice: StepChoice | undefined, nth: number) {
    const met: StepStage | undefined = choice && trial.stages?.[choice.stage];
    if (choice === undefined || met === undefined)
      return ['', '', '', '', '', Number(trial.forced !== undefined), '', '', ...actions.map(() => '')];
    const chances = new Map(met.options.map(({ action }, option) => [action, choice.probabilities[option]]));
    const shown = secondsOf(met.step, stepSeconds);
    const log = logProbability(choice);
    return [
      met.id,
      names.state.get(states[met.state]?.id ?? ''),
      shown,
      names.action.get(actions[met.options[choice.option]?.action ?? -1]?.id ?? ''),
      trial.forced?.[nth]?.seconds ?? shown,
      Number(trial.forced !== undefined),
      choice.probabilities[choice.option],
      log === -Infinity ? '' : log,
      ...actions.map((_, action) => chances.get(action)),
    ];
  }

  const rowsOf = (trial: Trial) => {
    const { index, phase, type, zeroSeconds, zeroStep, stages = [], outcomes } = trial;
    const made: readonly (StepChoice | undefined)[] = trial.choices?.length ? trial.choices : [undefined];
    const at = (step: number): number => (offsets[index] as number) + zeroStep + step;
    return made.map((choice, nth) => {
      const shown = choice === undefined ? undefined : stages[choice.stage]?.step;
      const isLast = nth === made.length - 1;
      return [
        index,
        names.phase.get(phase),
        names.type.get(type),
        zeroSeconds,
        ...choiceCells(trial, choice, nth),
        ...(isLast ? outcomeCells(outcomes, stepSeconds) : ['', '', '']),
        shown === undefined ? '' : signals.value[at(shown)],
        shown === undefined ? '' : signals.rpe[at(shown)],
        isLast && outcomes.length > 0 ? signals.rpe[at(outcomes.at(-1)?.step as number)] : '',
      ];
    });
  };
  return { csv: csvTable([Object.keys(columns), ...trials.flatMap(rowsOf)]), notes: { spec, columns } };
}

function outcomeCells(outcomes: Trial['outcomes'], stepSeconds: number): readonly (string | number)[] {
  const [first] = outcomes;
  if (first === undefined) return ['none', '', 0];
  return [
    outcomes.some(({ delivered }) => delivered) ? 'delivered' : 'omitted',
    secondsOf(first.step, stepSeconds),
    outcomes.reduce((sum, { magnitude }) => sum + magnitude, 0),
  ];
}
