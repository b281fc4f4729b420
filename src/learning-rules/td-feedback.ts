import { InputError } from '../core/errors.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real, timeConstant } from '../contracts/parameters.ts';
import type { DenseTable } from './kernels/kernel.ts';
import { stepLearner, type StepTrial } from './kernels/step-learner.ts';

interface Rule {
  readonly learningRate: number;
  readonly traceDecay: number;
}

/**
 * With V_s = w·x as seen and V_l = w·x as anticipated (architecture `landmarks`):
 *   δ_t = r_t + γ V_l(t) - V_s(t-1),   e <- γλ e + x_s(t-1),   w <- w + α [δ_t - γ (V_l(t) - V_s(t))] e.
 * The error is made before it is seen where one has come to; what is then seen corrects what is learned from it, so that values stay
 * unbiased while the error keeps the bias, γ (V_l - V_s). Where value is convex and anticipation the less certain of the two, that is positive
 * and grows with value: a ramp. The paper corrects by a decay β w with β = α (exp((ln γ)² (l² - s²) / 2) - 1); for exponential values that
 * has the same fixed point (Mikhael, Kim, Uchida & Gershman 2022).
 */
export default defineLearningRule({
  id: 'td-feedback',
  version: 2,
  title: 'TD(λ) corrected by feedback',
  summary:
    'The error compares what one was sure of with what is only anticipated; once it is seen, the difference between the two is taken back from learning. Values become right, and yet the error does not vanish: it ramps up towards reward wherever seeing makes more certain.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  parameters: {
    learningRate: real({ default: 0.1, min: 0, max: 2, symbol: 'α', unit: 'per update', help: 'Share of the corrected error that each update corrects' }),
    traceDecay: timeConstant({ perSecond: 'kept', default: 0, min: 0, max: 1, symbol: 'λ', help: 'What is left of an eligibility trace after a second, before discounting; 0 in the paper' }),
  },
  timescale: 'step',
  heeds: ['discount', 'traceDecay'],
  create(rule, { terms, layout, size, design }) {
    const contexts = design.contexts?.length ?? 0;
    const half = (size - contexts) / 2;
    if (layout !== 'dense' || !Number.isInteger(half)) {
      throw new InputError('it needs each position twice, as seen and as anticipated', 'learning rule td-feedback', "use the architecture 'landmarks'");
    }
    const weights = new Float64Array(size);
    const eligibility = new Float64Array(size);
    return stepLearner(
      {
        weights,
        live: (table, trial) => live(rule, weights, eligibility, half, table as DenseTable, trial),
        state: () => weights.slice(),
        restore: (state) => weights.set(state),
      },
      terms,
    );
  },
});

/** Columns of a table are all positions as seen, then the same as anticipated, then contexts, which are certain and belong to both. */
function live(
  { learningRate, traceDecay }: Rule,
  weights: Float64Array,
  eligibility: Float64Array,
  half: number,
  { rows, columns, values }: DenseTable,
  { discount, traceDecay: own, plastic, effect, reward, offset, rpe, value }: StepTrial,
): void {
  const width = columns.length;
  const contextFrom = columns.findIndex((feature) => feature >= 2 * half);
  const context = contextFrom < 0 ? width : contextFrom;
  const positions = context / 2;
  const retention = discount * (own ?? traceDecay);
  const isSeen = (column: number): boolean => column < positions || column >= context;
  const sum = (row: number, anticipated: boolean): number => {
    let total = 0;
    for (let i = 0; i < positions; i++) total += (weights[columns[i] as number] as number) * (values[row * width + (anticipated ? positions + i : i)] as number);
    for (let i = context; i < width; i++) total += (weights[columns[i] as number] as number) * (values[row * width + i] as number);
    return total;
  };

  eligibility.fill(0);
  value[offset] = sum(0, false);
  for (let row = 1; row < rows; row++) {
    const before = sum(row - 1, false);
    const seen = sum(row, false);
    const anticipated = sum(row, true);
    const felt = (reward[row] as number) + discount * anticipated - before;
    const tdError = effect === undefined ? felt : effect(row, felt);
    rpe[offset + row] = tdError;
    value[offset + row] = seen;
    if (!plastic) continue;
    const step = learningRate * (tdError - discount * (anticipated - seen));
    for (let i = 0; i < width; i++) {
      if (!isSeen(i)) continue;
      const feature = columns[i] as number;
      const trace = retention * (eligibility[feature] as number) + (values[(row - 1) * width + i] as number);
      eligibility[feature] = trace;
      weights[feature] = (weights[feature] as number) + step * trace;
      // For show: the same weight, as it counts for what is anticipated.
      if (feature < half) weights[half + feature] = weights[feature];
    }
  }
}
