import { InputError } from '../../core/errors.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/td-terms.ts';
import { rpeIntervention, type Trial } from '../../contracts/trial.ts';
import { holdUnits } from '../../contracts/units.ts';
import type { BinaryTable } from '../step/kernel.ts';
import { associability, associativeStrength } from './trial-units.ts';

/** Data of one trial for learning. */
interface TrialOutcome {
  /** Features of the cues that are present. */
  readonly present: Int32Array;
  /** Σ V over them, before the trial. */
  readonly predicted: number;
  /** λ - Σ V, after interventions. This is the displayed error. */
  readonly error: number;
  /**
   * λ: the total delivered in the trial. Under an intervention, the reward that would have produced the changed error.
   */
  readonly reward: number;
  /** The total delivered, regardless of interventions on the error. */
  readonly outcome: number;
  readonly delivered: boolean;
  /** Factor on the learning rate of a rewarded trial: β of its last delivered reward, relative to the usual one. */
  readonly factor: number;
}

interface TrialRule {
  /** For messages. */
  readonly id: string;
  /** V, one per feature. */
  readonly weights: Float64Array;
  /** Further memory from trial to trial. */
  readonly memory?: readonly Float64Array[];
  /** α, one per feature, if it is learned; one of `memory`. */
  readonly associability?: Float64Array;
  learn(trialOutcome: TrialOutcome): void;
}

/** Common to all rules that learn once per trial. */
export const trialForesight =
  'A trial is one moment: its cues are read, and its error is shown, at the last outcome, or at the end of the cues if there is none; which of the two it is follows only from the whole trial.';

/**
 * A learner with one update a trial, at its last outcome: λ is the total delivered in the trial, in reward units, and a
 * cue is present if it preceded that outcome. A trial without an outcome is learned with λ = 0 when its cues end. The
 * error is shown at the step of the update and is 0 elsewhere, also at the cue: there is no time within a trial, so γ
 * is not used.
 */
export function trialLearner(
  { id, weights, memory = [], associability: alphas, learn }: TrialRule,
  { terms, label }: Pick<LearnerSetup, 'terms' | 'label'>,
): Learner {
  if (terms.rewardRateLearning !== 0) {
    throw new InputError(
      'it learns once per trial and has no reward per step',
      `learning rule ${id}`,
      "use the objective 'discounted-return'",
    );
  }
  const remembered = [weights, ...memory];
  const labels = Array.from(weights, (_, feature) => label(feature));
  const units = [
    { group: associativeStrength, labels, values: weights },
    ...(alphas === undefined ? [] : [{ group: associability, labels, values: alphas }]),
  ];
  return {
    weights,
    units,
    learnTrial(trial, tables, { rpe, value, offset, units: columns }) {
      // Architectures with one prediction per trial are binary and have one table.
      const table = tables[0] as BinaryTable;
      for (let row = 0; row < table.rows; row++) value[offset + table.firstStep + row] = rowSum(weights, table, row);
      const step = updateStep(trial, table);
      if (columns !== undefined)
        holdUnits(units, columns, offset, offset + (step === undefined ? trial.steps : step + 1));
      if (step === undefined) return;
      const trialOutcome = trialOutcomeOf(trial, table, terms, step, value[offset + step]);
      rpe[offset + step] = trialOutcome.error;
      if (trial.plastic) learn(trialOutcome);
      if (columns !== undefined) holdUnits(units, columns, offset + step + 1, offset + trial.steps);
    },
    state: () => Float64Array.from(remembered.flatMap((numbers) => [...numbers])),
    restore(state) {
      const numbers = Float64Array.from(state);
      remembered.forEach((into, i) => into.set(numbers.subarray(i * weights.length, (i + 1) * weights.length)));
    },
  };
}

function trialOutcomeOf(
  trial: Trial,
  table: BinaryTable,
  { utility }: TdTerms,
  step: number,
  predicted: number,
): TrialOutcome {
  const reward = trial.outcomes.reduce((sum, { magnitude }) => sum + (utility?.(magnitude) ?? magnitude), 0);
  const effect = rpeIntervention(trial);
  const rawError = reward - predicted;
  const error = effect?.(step, rawError) ?? rawError;
  return {
    present: activeIn(table, step - table.firstStep),
    predicted,
    error,
    reward: effect === undefined ? reward : predicted + error,
    outcome: reward,
    delivered: trial.outcomes.some(({ delivered }) => delivered),
    factor: trial.outcomes.findLast(({ delivered }) => delivered)?.learningRateFactor ?? 1,
  };
}

/** The last outcome; without outcomes, the last step with a cue; undefined if nothing happens. */
function updateStep(trial: Trial, table: BinaryTable): number | undefined {
  const outcome = trial.outcomes[trial.outcomes.length - 1];
  if (outcome !== undefined) return Math.min(trial.zeroStep + outcome.step, trial.steps - 1);
  let lastRow = table.rows - 1;
  while (lastRow >= 0 && table.rowStart[lastRow] === table.rowStart[lastRow + 1]) lastRow -= 1;
  return lastRow < 0 ? undefined : table.firstStep + lastRow;
}

/**
 * The features of one row of a table. Encoders return the same table for the same trial again and again, and creating a
 * view costs more than everything else.
 */
const views = new WeakMap<Int32Array, { readonly from: number; readonly to: number; readonly present: Int32Array }>();

function activeIn({ rowStart, active }: BinaryTable, row: number): Int32Array {
  const from = rowStart[row] ?? 0;
  const to = rowStart[row + 1] ?? 0;
  const known = views.get(active);
  if (known !== undefined && known.from === from && known.to === to) return known.present;
  const present = active.subarray(from, to);
  views.set(active, { from, to, present });
  return present;
}

function rowSum(weights: Float64Array, { rowStart, active }: BinaryTable, row: number): number {
  const to = rowStart[row + 1];
  let sum = 0;
  for (let k = rowStart[row]; k < to; k++) sum += weights[active[k]];
  return sum;
}
