import { InputError } from '../core/errors.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real, timeConstant } from '../contracts/parameters.ts';
import type { DenseTable } from './kernels/kernel.ts';
import { emptyRow, readRow, restoreRow, rowNumbers, type Row } from './kernels/rows.ts';
import { stepLearner, type StepRows } from './kernels/step-learner.ts';

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
    const moment: Moment = { eligibility: new Float64Array(size), isTraced: false, last: emptyRow(size), here: emptyRow(size) };
    return stepLearner(
      {
        weights,
        live: (table, rows) => live(rule, weights, moment, half, table as DenseTable | undefined, rows),
        state: () => Float64Array.from([...weights, ...moment.eligibility, Number(moment.isTraced), ...rowNumbers(moment.last)]),
        restore(state) {
          weights.set(state.subarray(0, size));
          moment.eligibility.set(state.subarray(size, 2 * size));
          moment.isTraced = state[2 * size] === 1;
          restoreRow(moment.last, state, 2 * size + 1);
        },
      },
      terms,
    );
  },
});

/** Traces, the row before, and the one at hand. */
interface Moment {
  readonly eligibility: Float64Array;
  /** False where all of them are 0. */
  isTraced: boolean;
  last: Row;
  here: Row;
}

/** Features are all positions as seen, `half` of them, then the same as anticipated, then contexts, which are certain and belong to both. */
function live(
  { learningRate, traceDecay }: Rule,
  weights: Float64Array,
  moment: Moment,
  half: number,
  table: DenseTable | undefined,
  { from, rows, discount, traceDecay: own, plastic, effect, reward, offset, rpe, value }: StepRows,
): void {
  const retention = discount * (own ?? traceDecay);
  const { eligibility } = moment;
  const isSeen = (feature: number): boolean => feature < half || feature >= 2 * half;
  const isAnticipated = (feature: number): boolean => feature >= half;
  const sum = (row: Row, counts: (feature: number) => boolean): number => {
    let total = 0;
    for (let k = 0; k < row.count; k++) if (counts(row.feature[k] as number)) total += (weights[row.feature[k] as number] as number) * (row.value[k] as number);
    return total;
  };

  for (let row = 0; row < rows; row++) {
    const { last, here } = moment;
    readRow(table, row, here);
    const seen = sum(here, isSeen);
    const anticipated = sum(here, isAnticipated);
    const felt = (reward[from + row] as number) + discount * anticipated - sum(last, isSeen);
    const tdError = effect === undefined ? felt : effect(from + row, felt);
    rpe[offset + row] = tdError;
    value[offset + row] = seen;
    if (last.count > 0 || moment.isTraced) fadeAndAdd(eligibility, retention, last, isSeen);
    moment.isTraced = last.count > 0 || (moment.isTraced && retention > 0);
    const step = plastic && moment.isTraced ? learningRate * (tdError - discount * (anticipated - seen)) : 0;
    if (step !== 0) {
      for (let feature = 0; feature < eligibility.length; feature++) {
        weights[feature] = (weights[feature] as number) + step * (eligibility[feature] as number);
        // For show: the same weight, as it counts for what is anticipated.
        if (feature < half) weights[half + feature] = weights[feature] as number;
      }
    }
    moment.last = here;
    moment.here = last;
  }
}

/** e <- γλ e + x, of the features that are seen. */
function fadeAndAdd(eligibility: Float64Array, retention: number, last: Row, isSeen: (feature: number) => boolean): void {
  for (let feature = 0; feature < eligibility.length; feature++) eligibility[feature] = retention * (eligibility[feature] as number);
  for (let k = 0; k < last.count; k++) {
    const feature = last.feature[k] as number;
    if (isSeen(feature)) eligibility[feature] = (eligibility[feature] as number) + (last.value[k] as number);
  }
}
