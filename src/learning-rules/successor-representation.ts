import type { FeatureTable } from '../contracts/architecture.ts';
import { boundaries } from '../contracts/boundary.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { choice, real, timeConstant, type Values } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { emptyRow, product, readRow, restoreRow, rowNumbers, type Row } from './step/rows.ts';
import { stepLearner, type StepRows } from './step/step-learner.ts';
import { successors, type Successors } from './step/successors.ts';

const parameters = {
  successorRate: real({
    default: 0.06,
    min: 0,
    max: 1,
    symbol: 'α_M',
    unit: 'per update',
    searched: searchedRates,
    help: 'Share of the error in the successors of a feature that is corrected at each step',
  }),
  rewardRate: real({
    default: 0.03,
    min: 0,
    max: 1,
    symbol: 'α_w',
    unit: 'per update',
    searched: searchedRates,
    help: 'Share of the error in reward that is corrected at each step',
  }),
  negativeScale: real({
    default: 0.25,
    min: 0,
    max: 1,
    symbol: 'g',
    help: 'Factor on the learning rate of negative errors, because firing cannot fall as far as it can rise',
  }),
  traceDecay: timeConstant({
    perSecond: 'kept',
    default: 0,
    min: 0,
    max: 1,
    symbol: 'λ',
    help: 'Share of a feature’s eligibility trace that remains after one second, before discounting; 0 in the 2018 paper, whose trials have two steps',
  }),
  boundary: choice({
    options: boundaries,
    default: 'reset',
    help: 'reset: traces end with the trial, as in the papers; continuous: learning continues in the interval between trials',
  }),
};

/**
 * V = x·M w. For the step from x to x', with reward r:
 * e <- γλe + x; M_ij += α_M e_i f(x_j + γ (x'·M)_j - (x·M)_j); w += α_w f(r - ρ - w·x) x; f(δ) = δ for δ > 0, gδ
 * otherwise (Gardner, Schoenbaum & Gershman 2018; with traces Gershman et al. 2012, doi:10.1162/NECO_a_00282). M and w
 * start at 0. The reward belongs to the step that it ends, as in TD, so that V means the same: here w·x predicts the
 * reward that arrives with x'.
 *
 * The displayed RPE is r - ρ + γ V(x') - V(x), with M and w from before the step's update: the sum of the reward error
 * and the feature errors, each weighted by w. No part of the rule learns from this sum. An intervention on the RPE
 * applies to each of its parts: gains to every error, additions to the reward error and to the errors of the features
 * that are present, as in the paper.
 */
export default defineLearningRule({
  id: 'successor-representation',
  version: 2,
  title: 'Successor representation by TD',
  summary:
    'Learns which features follow which, from an error in each feature, and separately how much reward each feature gives. A prediction is the reward of all expected successors, so learning about one feature at once changes the value of all that lead to it.',
  citation: {
    text: 'Gardner, Schoenbaum & Gershman 2018, Proceedings of the Royal Society B 285:20181645',
    doi: '10.1098/rspb.2018.1645',
  },
  parameters,
  timescale: 'step',
  heeds: ['discount', 'traceDecay'],
  create(values, { terms, size }) {
    const learned: Learned = {
      weights: new Float64Array(size),
      rewardWeights: new Float64Array(size),
      map: successors(size),
      last: emptyRow(size),
      here: emptyRow(size),
      isFirst: false,
      isTaught: false,
    };
    const { weights, rewardWeights, map } = learned;
    return stepLearner(
      {
        weights,
        runSteps: (table, rows) => runRows(values, learned, table, rows),
        ...(values.boundary === 'reset' ? { begin: () => (learned.isFirst = true) } : {}),
        // Updating the displayed weights of all features at each of their steps would be too expensive.
        show() {
          if (learned.isTaught) map.show(rewardWeights, weights);
          learned.isTaught = false;
        },
        state: () => Float64Array.from([...rewardWeights, ...rowNumbers(learned.last), ...map.state()]),
        restore(state) {
          rewardWeights.set(state.subarray(0, size));
          map.restore(state.subarray(restoreRow(learned.last, state, size)));
          weights.fill(0);
          map.show(rewardWeights, weights);
        },
      },
      terms,
    );
  },
});

interface Learned {
  /** M w: what each feature adds to the value. */
  readonly weights: Float64Array;
  /** w. */
  readonly rewardWeights: Float64Array;
  readonly map: Successors;
  /** The previous row and the current one. */
  last: Row;
  here: Row;
  /** True if traces end with the next step, which is the one out of a trial. */
  isFirst: boolean;
  /** True if M or w may have changed since the displayed weights were last computed. */
  isTaught: boolean;
}

function runRows(
  values: Values<typeof parameters>,
  learned: Learned,
  table: FeatureTable | undefined,
  given: StepRows,
): void {
  const { weights, rewardWeights, map } = learned;
  const { from, rows, discount, plastic, intervention, reward, offset, rpe, value } = given;
  if (table === undefined && learned.last.count === 0)
    return rest(learned, given, discount * (given.traceDecay ?? values.traceDecay));
  const scaled = (error: number): number => (error > 0 ? error : values.negativeScale * error);
  /** The step whose errors are being learned. */
  let at = from;
  const succession = {
    discount,
    traceRetention: discount * (given.traceDecay ?? values.traceDecay),
    learningRate: values.successorRate,
    negativeScale: values.negativeScale,
    intervention:
      intervention === undefined
        ? undefined
        : (error: number, feature: number) => intervention(at, error) + (feature - 1) * intervention(at, 0),
  };
  // While nothing is learned, the displayed weights stay unchanged.
  const valueOf = (row: Row): number => (plastic ? map.value(row, rewardWeights) : product(weights, row));

  let before = valueOf(learned.last);
  for (at = from; at < from + rows; at++) {
    const { last, here } = learned;
    readRow(table, at - from, here);
    const next = valueOf(here);
    const rawError = reward[at] + discount * next - before;
    rpe[offset + at - from] = intervention === undefined ? rawError : intervention(at, rawError);
    value[offset + at - from] = next;
    if (plastic) {
      map.learn(last, here, succession);
      const surprise = reward[at] - product(rewardWeights, last);
      add(
        rewardWeights,
        last,
        values.rewardRate * scaled(intervention === undefined ? surprise : intervention(at, surprise)),
      );
      learned.isTaught ||= last.count > 0 || here.count > 0;
    } else map.pass(last, succession.traceRetention);
    if (learned.isFirst) map.forget();
    learned.isFirst = false;
    before = plastic ? valueOf(here) : next;
    learned.last = here;
    learned.here = last;
  }
}

/** Steps between moments without features: traces decay, and nothing is learned. */
function rest(
  learned: Learned,
  { from, rows, intervention, reward, offset, rpe, value }: StepRows,
  traceRetention: number,
): void {
  const { map, last, here } = learned;
  for (let row = 0; row < rows; row++) {
    const rawError = reward[from + row];
    rpe[offset + row] = intervention === undefined ? rawError : intervention(from + row, rawError);
    map.pass(last, traceRetention);
    if (learned.isFirst) map.forget();
    learned.isFirst = false;
  }
  value.fill(0, offset, offset + rows);
  here.count = 0;
}

/** terms <- terms + step x. */
function add(terms: Float64Array, { feature, value, count }: Row, step: number): void {
  for (let k = 0; k < count; k++) {
    const at = feature[k];
    terms[at] = terms[at] + step * value[k];
  }
}
