import { InputError } from '../core/errors.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real, timeConstant } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import type { DenseTable } from './step/kernel.ts';
import { emptyRow, readRow, restoreRow, rowNumbers, type Row } from './step/rows.ts';
import { stepLearner, type StepRows } from './step/step-learner.ts';
import { restThrough, Traces } from './step/traces.ts';

interface Rule {
  readonly learningRate: number;
  readonly traceDecay: number;
}

/**
 * With V_s = w·x as seen and V_l = w·x as anticipated (architecture `landmarks`):
 *   δ_t = r_t + γ V_l(t) - V_s(t-1),   e <- γλ e + x_s(t-1),   w <- w + α [δ_t - γ (V_l(t) - V_s(t))] e.
 * The error is computed before the new position is observed; the observation then corrects the update, so that values
 * stay unbiased while the error keeps the bias, γ (V_l - V_s). If value is convex and anticipation is less certain than
 * observation, the bias is positive and grows with value: a ramp. The paper corrects by a decay β w with β = α (exp((ln
 * γ)² (l² - s²) / 2) - 1); for exponential values that has the same fixed point (Mikhael, Kim, Uchida & Gershman 2022).
 */
export default defineLearningRule({
  id: 'td-feedback',
  version: 2,
  title: 'TD(λ) corrected by feedback',
  summary:
    'The error compares the value of the position as seen with that of the next one as anticipated; once the next one is seen, learning is corrected by the difference. Values become correct, and yet the error does not vanish: it ramps up towards reward wherever seeing reduces uncertainty.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  parameters: {
    learningRate: real({
      default: 0.1,
      min: 0,
      max: 2,
      symbol: 'α',
      unit: 'per update',
      searched: searchedRates,
      help: 'Share of the feedback-corrected error that is learned at each update',
    }),
    traceDecay: timeConstant({
      perSecond: 'kept',
      default: 0,
      min: 0,
      max: 1,
      symbol: 'λ',
      help: 'Share of an eligibility trace that remains after one second, before discounting; 0 in the paper',
    }),
  },
  timescale: 'step',
  heeds: ['discount', 'traceDecay'],
  create(rule, { terms, layout, size, design }) {
    const contexts = design.contexts?.length ?? 0;
    const half = (size - contexts) / 2;
    if (layout !== 'dense' || !Number.isInteger(half)) {
      throw new InputError(
        'it needs each position twice, as seen and as anticipated',
        'learning rule td-feedback',
        "use the architecture 'landmarks'",
      );
    }
    const weights = new Float64Array(size);
    const moment: Moment = { traces: new Traces(size), last: emptySight(size), here: emptySight(size) };
    const { traces } = moment;
    return stepLearner(
      {
        weights,
        runSteps: (table, rows) => runRows(rule, weights, moment, half, table as DenseTable | undefined, rows),
        show() {
          traces.show(weights);
          // The same weight, used for anticipated positions.
          weights.copyWithin(half, 0, half);
        },
        hide: () => traces.hide(weights),
        state: () => Float64Array.from([...weights, ...rowNumbers(moment.last), ...traces.state()]),
        restore(state) {
          weights.set(state.subarray(0, size));
          traces.restore(state, restoreRow(moment.last, state, size));
          divide(moment.last, half);
        },
      },
      terms,
    );
  },
});

/** Traces, the previous row and the current one. */
interface Moment {
  readonly traces: Traces;
  last: Sight;
  here: Sight;
}

/** A row, whose features are in increasing order: positions as observed, then as anticipated, then contexts. */
interface Sight extends Row {
  /** Entry of the first feature that is not an observed position, and of the first context. */
  anticipated: number;
  contexts: number;
}

const emptySight = (size: number): Sight => ({ ...emptyRow(size), anticipated: 0, contexts: 0 });

function divide(row: Sight, half: number): void {
  const { feature, count } = row;
  let k = 0;
  while (k < count && feature[k] < half) k++;
  row.anticipated = k;
  while (k < count && feature[k] < 2 * half) k++;
  row.contexts = k;
}

/**
 * `half` features for positions as observed, as many for positions as anticipated, then contexts, which are certain and
 * belong to both.
 */
function runRows(
  { learningRate, traceDecay }: Rule,
  weights: Float64Array,
  moment: Moment,
  half: number,
  table: DenseTable | undefined,
  given: StepRows,
): void {
  const { from, rows, discount, traceDecay: own, plastic, intervention, reward, offset, rpe, value } = given;
  const { traces } = moment;
  const traceRetention = discount * (own ?? traceDecay);
  const rate = plastic ? learningRate : 0;

  for (let row = 0; row < rows; row++) {
    const { last, here } = moment;
    if (table === undefined && last.count === 0) {
      restThrough(
        traces,
        { from, rows, weights, discount, traceRetention, intervention, learningRate: rate, reward, offset, rpe, value },
        row,
        rows,
      );
      here.count = 0;
      return;
    }
    traces.settle(weights);
    readRow(table, row, here);
    divide(here, half);
    const seen = seenValue(weights, here);
    const anticipated = anticipatedValue(weights, here, half);
    const rawError = reward[from + row] + discount * anticipated - seenValue(weights, last);
    const tdError = intervention === undefined ? rawError : intervention(from + row, rawError);
    rpe[offset + row] = tdError;
    value[offset + row] = seen;
    fadeAndAdd(traces, traceRetention, last);
    const step = rate * (tdError - discount * (anticipated - seen));
    if (step !== 0) traces.learn(weights, step);
    moment.last = here;
    moment.here = last;
  }
}

/** V_s. */
function seenValue(weights: Float64Array, { feature, value, count, anticipated, contexts }: Sight): number {
  let sum = 0;
  for (let k = 0; k < anticipated; k++) sum += weights[feature[k]] * value[k];
  for (let k = contexts; k < count; k++) sum += weights[feature[k]] * value[k];
  return sum;
}

/** V_l: a position has one weight, that of the observed position. */
function anticipatedValue(
  weights: Float64Array,
  { feature, value, count, anticipated, contexts }: Sight,
  half: number,
): number {
  let sum = 0;
  for (let k = anticipated; k < contexts; k++) sum += weights[feature[k] - half] * value[k];
  for (let k = contexts; k < count; k++) sum += weights[feature[k]] * value[k];
  return sum;
}

/** e <- γλ e + x, over the observed features. */
function fadeAndAdd(traces: Traces, retention: number, { feature, value, count, anticipated, contexts }: Sight): void {
  traces.decay(retention);
  const { eligibility } = traces;
  for (let k = 0; k < count; k++) {
    if (k === anticipated) k = contexts;
    if (k === count) return;
    const at = feature[k];
    traces.list(at);
    eligibility[at] = eligibility[at] + value[k];
  }
}
