import { InputError } from '../core/errors.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { rpeEffect, type Trial } from '../contracts/trial.ts';
import type { BinaryTable } from './kernels/kernel.ts';

/**
 * ΔV_i = αβ (λ - Σ V_j) for every cue i that is present, the sum over all that are (Rescorla & Wagner 1972).
 * One update a trial, at its last outcome: λ is all that was delivered in the trial, in reward units, and a cue is present
 * if it came before that outcome. A trial without an outcome teaches λ = 0 when its cues end. The error is shown at the
 * step of the update and is 0 elsewhere, at the cue too: the rule has no time within a trial, so γ is not used.
 */
export default defineLearningRule({
  id: 'rescorla-wagner',
  version: 1,
  title: 'Rescorla-Wagner',
  summary:
    'Once a trial, the cues that were present share one error: the reward that came minus the sum of what they predicted. It knows which cues came, not when, and so has no error at the cue.',
  citation: {
    text: 'Rescorla & Wagner 1972, A theory of Pavlovian conditioning, in Black & Prokasy (eds), Classical Conditioning II, Appleton-Century-Crofts',
  },
  parameters: {
    learningRate: real({ default: 0.1, min: 0, max: 1, symbol: 'αβ', help: 'Share of the error that each rewarded trial corrects, for each cue' }),
    omissionRatio: real({
      default: 1,
      min: 0,
      max: 1,
      symbol: 'β₀/β₁',
      help: 'Learning rate of a trial without reward, relative to one with reward',
    }),
  },
  timescale: 'trial',
  create({ learningRate, omissionRatio }, { terms, size }) {
    if (terms.rewardRateLearning !== 0) {
      throw new InputError('it learns once a trial and has no reward per step', 'learning rule rescorla-wagner', "use the objective 'discounted-return'");
    }
    const weights = new Float64Array(size);
    return {
      weights,
      learnTrial(trial, features, { rpe, value, offset }) {
        // Architectures that give one prediction a trial are binary.
        const table = features as BinaryTable;
        rpe.fill(0, offset, offset + trial.steps);
        value.fill(0, offset, offset + trial.steps);
        for (let row = 0; row < table.rows; row++) value[offset + table.firstStep + row] = predicted(weights, table, row);
        const step = updateStep(trial, table);
        if (step === undefined) return;
        const reward = trial.outcomes.reduce((sum, { magnitude }) => sum + (terms.utility?.(magnitude) ?? magnitude), 0);
        const felt = reward - (value[offset + step] as number);
        const error = rpeEffect(trial)?.(step, felt) ?? felt;
        rpe[offset + step] = error;
        if (!trial.plastic) return;
        const rate = trial.outcomes.some(({ delivered }) => delivered) ? learningRate : learningRate * omissionRatio;
        for (const cue of activeIn(table, step - table.firstStep)) weights[cue] = (weights[cue] as number) + rate * error;
      },
      state: () => weights.slice(),
      restore: (state) => weights.set(state),
    };
  },
});

/** The last outcome; in its absence the last step with a cue; undefined where nothing happens. */
function updateStep(trial: Trial, table: BinaryTable): number | undefined {
  const outcome = trial.outcomes.at(-1);
  if (outcome !== undefined) return Math.min(trial.zeroStep + outcome.step, trial.steps - 1);
  const lastRow = table.rowStart.findLastIndex((start) => start < table.active.length);
  return lastRow < 0 ? undefined : table.firstStep + lastRow;
}

const activeIn = ({ rowStart, active }: BinaryTable, row: number): Int32Array => active.subarray(rowStart[row] ?? 0, rowStart[row + 1] ?? 0);

const predicted = (weights: Float64Array, table: BinaryTable, row: number): number =>
  activeIn(table, row).reduce((sum, cue) => sum + (weights[cue] as number), 0);
