import type { FeatureTable } from '../contracts/architecture.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real, type Values } from '../contracts/parameters.ts';
import { byFactors, searchedRates } from '../contracts/searched.ts';
import { emptyRow, product, readRow, restoreRow, rowNumbers, type Row } from './step/rows.ts';
import { stepLearner, type StepRows } from './step/step-learner.ts';

const parameters = {
  learningRate: real({
    default: 0.05,
    min: 0,
    max: 1,
    symbol: 'α',
    unit: 'per update',
    searched: searchedRates,
    help: 'Change of a weight for an error of one spread σ; the corrected share of the error is α/σ',
  }),
  spreadRate: real({
    default: 0.05,
    min: 0,
    max: 1,
    symbol: 'η',
    unit: 'per update',
    searched: searchedRates,
    help: 'Weight of the latest absolute error in the running estimate of the spread (approximate)',
  }),
  initialSpread: real({
    default: 1,
    min: 0.001,
    max: 100,
    symbol: 'σ₀',
    searched: byFactors(0.1, 10),
    help: 'Initial spread of errors, in reward units',
  }),
  leastSpread: real({
    default: 0.1,
    min: 0.001,
    max: 100,
    symbol: 'σ_min',
    searched: byFactors(0.01, 1),
    help: 'Minimum spread by which errors are divided, in reward units (approximate)',
  }),
};

/**
 * δ_t = (r_t - ρ + γ V(x_t) - V(x_{t-1})) / σ, w += α δ x_{t-1}, with σ the expected spread of the errors after
 * x_{t-1}: σ = max(σ_min, Σ_i x_i σ_i / Σ_i x_i), and σ_0 if no feature is active. People were found to learn from
 * errors divided by the spread of possible outcomes (Diederen & Schultz 2015), and the gain of dopamine neurons scales
 * in the same way (Tobler, Fiorillo & Schultz 2005). In both studies the spreads are given; here each feature learns
 * its own as the mean absolute error that follows it, σ_i += η x_i (|δ| σ - σ_i), which for two equally likely outcomes
 * is their standard deviation (the mean spread of Mikhael & Bogacz 2016, doi:10.1371/journal.pcbi.1005062). |δ| σ is
 * the error in reward units, after interventions. σ_min bounds the fraction α/σ of an error that one step corrects,
 * which for n features at once is n α/σ and must stay below 2.
 */
export default defineLearningRule({
  id: 'td-range-normalised',
  version: 2,
  title: 'TD(0) with errors relative to their spread',
  summary:
    'As TD(0), but errors are shown, and learned from, relative to their usual size at this moment. The same difference in reward counts more where outcomes differ little than where they differ much.',
  citation: { text: 'Diederen & Schultz 2015, Journal of Neurophysiology 114:1628', doi: '10.1152/jn.00483.2015' },
  parameters,
  timescale: 'step',
  heeds: ['discount'],
  create(values, { terms, size }) {
    const learned: Learned = {
      weights: new Float64Array(size),
      spreads: new Float64Array(size).fill(values.initialSpread),
      last: emptyRow(size),
      here: emptyRow(size),
    };
    const { weights, spreads } = learned;
    return stepLearner(
      {
        weights,
        runSteps: (table, rows) => runRows(values, learned, table, rows),
        state: () => Float64Array.from([...weights, ...spreads, ...rowNumbers(learned.last)]),
        restore(state) {
          weights.set(state.subarray(0, size));
          spreads.set(state.subarray(size, 2 * size));
          restoreRow(learned.last, state, 2 * size);
        },
      },
      terms,
    );
  },
});

interface Learned {
  readonly weights: Float64Array;
  /** σ_i, reward units. */
  readonly spreads: Float64Array;
  /** The previous row and the current one. */
  last: Row;
  here: Row;
}

function runRows(
  values: Values<typeof parameters>,
  learned: Learned,
  table: FeatureTable | undefined,
  given: StepRows,
): void {
  const { weights, spreads } = learned;
  if (table === undefined && learned.last.count === 0) return rest(values.initialSpread, given);
  const { from, rows, discount, plastic, intervention, reward, offset, rpe, value } = given;
  let before = product(weights, learned.last);
  for (let row = 0; row < rows; row++) {
    const { last, here } = learned;
    readRow(table, row, here);
    const next = product(weights, here);
    const spread = spreadOf(spreads, last, values);
    const rawError = (reward[from + row] + discount * next - before) / spread;
    const error = intervention === undefined ? rawError : intervention(from + row, rawError);
    rpe[offset + row] = error;
    value[offset + row] = next;
    if (plastic) learn(values, weights, spreads, last, error, Math.abs(error) * spread);
    before = plastic ? product(weights, here) : next;
    learned.last = here;
    learned.here = last;
  }
}

/** Moments without features, after one without: δ = r / σ_0, and nothing to learn from it. */
function rest(initialSpread: number, { from, rows, intervention, reward, offset, rpe }: StepRows): void {
  for (let row = 0; row < rows; row++) {
    const rawError = reward[from + row] / initialSpread;
    const error = intervention === undefined ? rawError : intervention(from + row, rawError);
    if (error !== 0) rpe[offset + row] = error;
  }
}

function learn(
  { learningRate, spreadRate }: Values<typeof parameters>,
  weights: Float64Array,
  spreads: Float64Array,
  x: Row,
  error: number,
  deviation: number,
): void {
  for (let k = 0; k < x.count; k++) {
    const feature = x.feature[k];
    const on = x.value[k];
    weights[feature] = weights[feature] + learningRate * error * on;
    spreads[feature] = spreads[feature] + spreadRate * on * (deviation - spreads[feature]);
  }
}

function spreadOf(spreads: Float64Array, x: Row, { initialSpread, leastSpread }: Values<typeof parameters>): number {
  let on = 0;
  for (let k = 0; k < x.count; k++) on += x.value[k];
  return on === 0 ? initialSpread : Math.max(leastSpread, product(spreads, x) / on);
}
