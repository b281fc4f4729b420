import { InputError } from '../core/errors.ts';
import { power } from '../core/power.ts';
import { defineLearningRule, type Learner, type LearnerSetup } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { rpeIntervention, type Trial } from '../contracts/trial.ts';
import type { DenseTable } from './step/kernel.ts';

/**
 * When interval s has ended after d steps: δ_s = β_s (γ^(d-1) r - ρ d + γ^d V(s') - V(s)), V(s) += α δ_s, with β_s the
 * probability, given the observations, that it has (Daw, Courville & Touretzky 2006; there γ = 1). This includes the
 * inter-trial interval: it is learned from when it ends. If an interval may have begun at several times, d is the mean
 * duration. V(s') is the mean over the intervals that may have been entered. The displayed δ is the sum over s, and
 * value Σ_s P(in s) V(s). ρ is the running reward per step.
 * With ρ, only differences of values are meaningful: value is shown relative to that of the ITI.
 */
export default defineLearningRule({
  id: 'semi-markov-td',
  version: 2,
  title: 'Semi-Markov TD',
  summary:
    'Learns when an interval ends, not at every step: the error is the reward, minus the cost of the time spent waiting, plus the value of the next interval, minus the value of this one. If the end was unseen, learning is weighted by the belief that it has happened.',
  citation: { text: 'Daw, Courville & Touretzky 2006, Neural Computation 18:1637', doi: '10.1162/neco.2006.18.7.1637' },
  parameters: {
    learningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per interval',
      searched: searchedRates,
      help: 'Share of the error that is corrected at the end of each interval',
    }),
  },
  timescale: 'event',
  heeds: ['discount'],
  create: ({ learningRate }, setup) => semiMarkovLearner(learningRate, setup),
});

function semiMarkovLearner(learningRate: number, { terms, layout, size }: LearnerSetup): Learner {
  if (layout !== 'dense')
    throw new InputError(
      'it learns from intervals, not from events',
      'learning rule semi-markov-td',
      "use the architecture 'semi-markov'",
    );
  const { rewardRateLearning, utility } = terms;
  // One value per interval: the first of four blocks of features. The others have no weights. A table contains the
  // intervals met so far, which come first.
  const weights = new Float64Array(size);
  const count = size / 4;
  const errors = new Float64Array(count);
  let reward = new Float64Array(0);
  let rate = 0;

  /** u(r) of each step. */
  function takeRewards({ steps, zeroStep, outcomes }: Trial): void {
    if (reward.length < steps) reward = new Float64Array(steps);
    reward.fill(0, 0, steps);
    for (const { step, magnitude } of outcomes) {
      const at = zeroStep + step;
      if (at >= 0 && at < steps) reward[at] = reward[at] + (utility?.(magnitude) ?? magnitude);
    }
  }

  /** V(s') over the intervals that a row's step has entered, among the first `met`. */
  function entered(values: Float64Array, row: number, met: number): number {
    let sum = 0;
    let all = 0;
    for (let s = 0; s < met; s++) {
      const share = values[row + met + s];
      sum += share * weights[s];
      all += share;
    }
    return all > 0 ? sum / all : 0;
  }

  /** The errors of the intervals that ended at the row's step; returns their sum. */
  function compare(values: Float64Array, row: number, met: number, came: number, discount: number): number {
    const next = entered(values, row, met);
    let sum = 0;
    for (let s = 0; s < met; s++) {
      const left = values[row + 2 * met + s];
      errors[s] = 0;
      if (left <= 0) continue;
      const steps = values[row + 3 * met + s] / left;
      const passed = power(discount, steps - 1);
      errors[s] = left * (passed * came - rate * steps + passed * discount * next - weights[s]);
      sum += errors[s];
    }
    return sum;
  }

  /** V += α δ_s; an intervention on the sum of the errors is shared in proportion to β_s, whose sum is `all`. */
  function learn(values: Float64Array, row: number, met: number, all: number, added: number): void {
    for (let s = 0; s < met; s++) {
      const share = values[row + 2 * met + s] / all;
      weights[s] = weights[s] + learningRate * (errors[s] + share * added);
    }
  }

  function valueAt(values: Float64Array, row: number, met: number): number {
    const zero = rewardRateLearning > 0 ? weights[0] : 0;
    let sum = 0;
    for (let s = 0; s < met; s++) sum += values[row + s] * (weights[s] - zero);
    return sum;
  }

  return {
    weights,
    learnTrial(trial, tables, { rpe, value, offset }) {
      const [{ values, columns }] = tables as readonly [DenseTable];
      const width = columns.length;
      const met = width / 4;
      takeRewards(trial);
      const intervention = rpeIntervention(trial);
      const discount = trial.overrides?.discount ?? terms.discount;
      for (let step = 0; step < trial.steps; step++) {
        const row = step * width;
        const left = leftAt(values, row, met);
        const rawError = left > 0 ? compare(values, row, met, reward[step], discount) : 0;
        const error = intervention === undefined ? rawError : intervention(step, rawError);
        rpe[offset + step] = error;
        value[offset + step] = valueAt(values, row, met);
        if (!trial.plastic) continue;
        if (left > 0) learn(values, row, met, left, error - rawError);
        rate += rewardRateLearning * (reward[step] - rate);
      }
    },
    state: () => Float64Array.of(...weights, rate),
    restore(state) {
      for (let feature = 0; feature < size; feature++) weights[feature] = state[feature];
      rate = state[size];
    },
  };
}

/** Σ β_s of a row: 0 if no interval ended at its step, as at most steps. */
function leftAt(values: Float64Array, row: number, met: number): number {
  let sum = 0;
  for (let s = 0; s < met; s++) sum += values[row + 2 * met + s];
  return sum;
}
