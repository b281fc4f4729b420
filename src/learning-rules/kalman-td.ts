import type { FeatureTable } from '../contracts/architecture.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real, timeConstant } from '../contracts/parameters.ts';
import { covariance, type Covariance } from './kernels/covariance.ts';
import { emptyRow, product, readNext, readRow, type Row } from './kernels/rows.ts';
import { stepLearner, type StepTrial } from './kernels/step-learner.ts';

/**
 * h = x_{t-1} - γ x_t; Σ <- Σ + qI; K = Σh / (hᵀΣh + s); δ_t = r_t - ρ - h·w; w += Kδ; Σ <- Σ - K hᵀΣ, from w = 0, Σ = cI
 * (Gershman 2015, after Geist & Pietquin 2010). δ is written r + γ w·x_t - w·x_{t-1}, as in the other rules.
 *
 * Where this departs from the paper's program, in which all trials are one unbroken sequence:
 * - A trial's first row has no step before it. So the step from nothing to the cue, which there is an observation too (h = -γ x,
 *   it says that what follows nothing is worth nothing), teaches nothing here, as in TD(0), where it cannot.
 * - Uncertainty grows by q in each step that has features before or after it in the trial's table; the time before the table begins,
 *   between trials, does not count.
 * - The step out of the last row, to nothing or to the place alone, is an observation that is not shown. Without it the values could as well
 *   fall below 0 after the reward as rise above 0 before it. Of features that go on from trial to trial, a belief, it is left out.
 *
 * As found by running: latent inhibition is there with delay lines of two units (.616 against .291 after 20 exposures). But exposure also
 * teaches that successive moments are worth the same, and without a place, with lines of five or more units, a known cue then passes value
 * back to its onset so much faster than a new one that it is learned about as fast there or faster, with the paper's first step or without.
 */
export default defineLearningRule({
  id: 'kalman-td',
  version: 2,
  title: 'Kalman TD',
  summary:
    'Keeps not only a value of each feature but how uncertain it is, and how the uncertainties hang together. What is uncertain learns fast, what is well known slowly, and a feature can learn while it is absent, through the others that it has been seen with.',
  citation: { text: 'Gershman 2015, PLoS Computational Biology 11:e1004567', doi: '10.1371/journal.pcbi.1004567' },
  parameters: {
    priorVariance: real({ default: 1, min: 0, max: 1000, symbol: 'c', help: 'Variance of each weight before anything is seen' }),
    noiseVariance: real({ default: 1, min: 0.001, max: 1000, symbol: 's', help: 'Variance of a reward about what the features say' }),
    diffusionVariance: timeConstant({ perSecond: 'gained', default: 0.05, min: 0, max: 10, symbol: 'q', help: 'Variance that each weight gains in a second, because the world may change (.01 in steps of .2 s)' }),
  },
  timescale: 'step',
  heeds: ['discount'],
  create({ priorVariance, noiseVariance, diffusionVariance }, { terms, size }) {
    const weights = new Float64Array(size);
    const sigma = covariance(size, { variance: priorVariance, noise: noiseVariance, diffusion: diffusionVariance });
    const rows = [emptyRow(size), emptyRow(size), emptyRow(size)] as const;
    return stepLearner(
      {
        weights,
        live: (table, trial) => liveThrough(weights, sigma, rows, table, trial),
        state() {
          const rest = sigma.state();
          const whole = new Float64Array(size + rest.length);
          whole.set(weights);
          whole.set(rest, size);
          return whole;
        },
        restore(state) {
          weights.set(state.subarray(0, size));
          sigma.restore(state.subarray(size));
        },
      },
      terms,
    );
  },
});

function liveThrough(
  weights: Float64Array,
  sigma: Covariance,
  rows: readonly [Row, Row, Row],
  table: FeatureTable,
  { discount, plastic, effect, reward, offset, rpe, value }: StepTrial,
): void {
  let [last, here] = rows;
  const scratch = rows[2];
  readRow(table, 0, last);
  let before = product(weights, last);
  value[offset] = before;
  for (let row = 1; row < table.rows; row++) {
    readRow(table, row, here);
    const next = product(weights, here);
    const felt = (reward[row] as number) + discount * next - before;
    const error = effect === undefined ? felt : effect(row, felt);
    rpe[offset + row] = error;
    value[offset + row] = next;
    if (plastic) {
      sigma.diffuse();
      sigma.observe(last, here, discount, error, weights);
    }
    before = plastic ? product(weights, here) : next;
    [last, here] = [here, last];
  }
  if (!plastic || !readNext(table, last, here, scratch) || isEmpty(last)) return;
  sigma.diffuse();
  sigma.observe(last, here, discount, discount * product(weights, here) - before, weights);
}

function isEmpty({ value, count }: Row): boolean {
  for (let k = 0; k < count; k++) if (value[k] !== 0) return false;
  return true;
}
