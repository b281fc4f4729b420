import type { FeatureTable } from '../contracts/architecture.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { flag, real, timeConstant } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { covariance, type Covariance } from './step/covariance.ts';
import { emptyRow, product, readRow, restoreRow, rowNumbers, type Row } from './step/rows.ts';
import { stepLearner, type StepRows } from './step/step-learner.ts';

/**
 * h = x_{t-1} - γ x_t; Σ <- Σ + qI; K = Σh / (hᵀΣh + s); δ_t = r_t - ρ - h·w; w += Kδ; Σ <- Σ - K hᵀΣ, from w = 0, Σ = cI
 * (Gershman 2015, after Geist & Pietquin 2010). δ is written r + γ w·x_t - w·x_{t-1}, as in the other rules.
 *
 * All trials form one unbroken sequence, as in the paper's program, in which uncertainty grows at every step. There the
 * step from no features to a cue is an observation too (h = -γ x), which says that the value after an empty step is 0:
 * here `onsetsTeach` decides.
 *
 * In simulations, latent inhibition occurs with delay lines of two units (.616 against .291 after 20 exposures). But
 * exposure also teaches that successive moments have the same value. Without a context, and with lines of five or more
 * units, a pre-exposed cue then passes value back to its onset so much faster than a new one that it is learned as fast
 * there or faster, with or without the paper's first step.
 */
export default defineLearningRule({
  id: 'kalman-td',
  version: 2,
  title: 'Kalman TD',
  summary:
    'Tracks the weight of each feature, its variance and its covariance with the others. Uncertain weights learn fast, well-known ones slowly, and a feature can learn while it is absent, through the features that it was seen with.',
  citation: { text: 'Gershman 2015, PLoS Computational Biology 11:e1004567', doi: '10.1371/journal.pcbi.1004567' },
  parameters: {
    priorVariance: real({
      default: 1,
      min: 0,
      max: 1000,
      symbol: 'c',
      searched: byFactors(0.01, 10),
      help: 'Prior variance of each weight',
    }),
    noiseVariance: real({
      default: 1,
      min: 0.001,
      max: 1000,
      symbol: 's',
      searched: byFactors(0.05, 20),
      help: 'Variance of a reward around its prediction',
    }),
    diffusionVariance: timeConstant({
      perSecond: 'gained',
      default: 0.003,
      min: 0,
      max: 10,
      symbol: 'q',
      searched: byFactors(1e-4, 1),
      help: 'Variance added to each weight per second, because the environment may change; over a trial of 7 s it equals the 0.02 for the two-step trials of the paper',
    }),
    onsetsTeach: flag({
      default: false,
      help: 'Whether the step from no cue to a cue is also an observation, which assigns a value of 0 before the cue, as in the program of the paper',
    }),
  },
  timescale: 'step',
  heeds: ['discount'],
  create({ priorVariance, noiseVariance, diffusionVariance, onsetsTeach }, { terms, size }) {
    const weights = new Float64Array(size);
    const sigma = covariance(size, { variance: priorVariance, noise: noiseVariance, diffusion: diffusionVariance });
    const moment: Moment = { last: emptyRow(size), here: emptyRow(size) };
    return stepLearner(
      {
        weights,
        runSteps: (table, rows) => runRows(weights, sigma, moment, onsetsTeach, table, rows),
        state: () => Float64Array.from([...weights, ...rowNumbers(moment.last), ...sigma.state()]),
        restore(state) {
          weights.set(state.subarray(0, size));
          sigma.restore(state.subarray(restoreRow(moment.last, state, size)));
        },
      },
      terms,
    );
  },
});

/** The previous row and the current one. */
interface Moment {
  last: Row;
  here: Row;
}

function runRows(
  weights: Float64Array,
  sigma: Covariance,
  moment: Moment,
  onsetsTeach: boolean,
  table: FeatureTable | undefined,
  { from, rows, discount, plastic, intervention, reward, offset, rpe, value }: StepRows,
): void {
  let before = product(weights, moment.last);
  for (let row = 0; row < rows; row++) {
    const { last, here } = moment;
    readRow(table, row, here);
    const next = product(weights, here);
    const rawError = reward[from + row] + discount * next - before;
    const error = intervention === undefined ? rawError : intervention(from + row, rawError);
    rpe[offset + row] = error;
    value[offset + row] = next;
    if (plastic) sigma.diffuse();
    if (plastic && (last.count > 0 || (onsetsTeach && here.count > 0)))
      sigma.observe(last, here, discount, error, weights);
    before = plastic ? product(weights, here) : next;
    moment.last = here;
    moment.here = last;
  }
}
