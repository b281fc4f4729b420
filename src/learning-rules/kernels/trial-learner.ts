import { InputError } from '../../core/errors.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/objective.ts';
import { rpeEffect, type Trial } from '../../contracts/trial.ts';
import type { BinaryTable } from './kernel.ts';

/** What one trial has to teach. */
export interface Lesson {
  /** Features of the cues that are present. */
  readonly present: Int32Array;
  /** Σ V over them, before the trial. */
  readonly predicted: number;
  /** λ - Σ V, after what interventions make of it. This is the error that is shown. */
  readonly error: number;
  /** λ: all that was delivered in the trial. Under an intervention, the reward that would have had its error. */
  readonly reward: number;
  readonly delivered: boolean;
}

interface TrialRule {
  /** For messages. */
  readonly id: string;
  /** V, one for each feature. */
  readonly weights: Float64Array;
  /** What else is remembered from trial to trial. */
  readonly memory?: readonly Float64Array[];
  learn(lesson: Lesson): void;
}

/**
 * A learner with one update a trial, at its last outcome: λ is all that was delivered in the trial, in reward units, and a
 * cue is present if it came before that outcome. A trial without an outcome teaches λ = 0 when its cues end. The error is
 * shown at the step of the update and is 0 elsewhere, at the cue too: there is no time within a trial, so γ is not used.
 */
export function trialLearner({ id, weights, memory = [], learn }: TrialRule, { terms }: Pick<LearnerSetup, 'terms'>): Learner {
  if (terms.rewardRateLearning !== 0) {
    throw new InputError('it learns once a trial and has no reward per step', `learning rule ${id}`, "use the objective 'discounted-return'");
  }
  const remembered = [weights, ...memory];
  return {
    weights,
    learnTrial(trial, features, { rpe, value, offset }) {
      // Architectures that give one prediction a trial are binary.
      const table = features as BinaryTable;
      rpe.fill(0, offset, offset + trial.steps);
      value.fill(0, offset, offset + trial.steps);
      for (let row = 0; row < table.rows; row++) value[offset + table.firstStep + row] = sumOf(weights, activeIn(table, row));
      const step = updateStep(trial, table);
      if (step === undefined) return;
      const lesson = lessonOf(trial, table, terms, step, value[offset + step] as number);
      rpe[offset + step] = lesson.error;
      if (trial.plastic) learn(lesson);
    },
    state: () => Float64Array.from(remembered.flatMap((numbers) => [...numbers])),
    restore(state) {
      const numbers = Float64Array.from(state);
      remembered.forEach((into, i) => into.set(numbers.subarray(i * weights.length, (i + 1) * weights.length)));
    },
  };
}

function lessonOf(trial: Trial, table: BinaryTable, { utility }: TdTerms, step: number, predicted: number): Lesson {
  const reward = trial.outcomes.reduce((sum, { magnitude }) => sum + (utility?.(magnitude) ?? magnitude), 0);
  const effect = rpeEffect(trial);
  const felt = reward - predicted;
  const error = effect?.(step, felt) ?? felt;
  return {
    present: activeIn(table, step - table.firstStep),
    predicted,
    error,
    reward: effect === undefined ? reward : predicted + error,
    delivered: trial.outcomes.some(({ delivered }) => delivered),
  };
}

/** The last outcome; in its absence the last step with a cue; undefined where nothing happens. */
function updateStep(trial: Trial, table: BinaryTable): number | undefined {
  const outcome = trial.outcomes.at(-1);
  if (outcome !== undefined) return Math.min(trial.zeroStep + outcome.step, trial.steps - 1);
  const lastRow = table.rowStart.findLastIndex((start) => start < table.active.length);
  return lastRow < 0 ? undefined : table.firstStep + lastRow;
}

const activeIn = ({ rowStart, active }: BinaryTable, row: number): Int32Array => active.subarray(rowStart[row] ?? 0, rowStart[row + 1] ?? 0);

const sumOf = (terms: Float64Array, features: Int32Array): number => features.reduce((sum, feature) => sum + (terms[feature] as number), 0);
