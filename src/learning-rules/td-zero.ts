import { boundaries, type Boundary } from '../contracts/boundary.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import type { LinearTd } from '../contracts/linear-td.ts';
import { choice, real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { channelRpe, channelValue } from '../contracts/units.ts';
import { tdLearner } from './step/td-learner.ts';

interface Rule {
  readonly learningRate: number;
  readonly boundary: Boundary;
}

const linear = ({ learningRate, boundary }: Rule): LinearTd => ({
  learningRate,
  traceDecay: 0,
  trace: 'accumulating',
  boundary,
});

/** δ_t = r_t - ρ + γ w·x_t - w·x_{t-1}; w += α δ_t x_{t-1} (Sutton 1988, λ = 0). */
export default defineLearningRule({
  id: 'td-zero',
  version: 2,
  title: 'TD(0)',
  summary:
    'After each step the value of the previous moment moves towards the reward plus the value of the next moment. Value spreads back from the reward by one step per trial.',
  citation: { text: 'Sutton 1988, Machine Learning 3:9', doi: '10.1007/BF00115009' },
  parameters: {
    learningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per update',
      searched: searchedRates,
      help: 'Share of the error that is corrected at each update',
    }),
    boundary: choice({
      options: boundaries,
      default: 'continuous',
      help: 'continuous: the step from a trial to the interval after it is learned like any other; reset: it is omitted, as in simulations of single trials',
    }),
  },
  timescale: 'step',
  heeds: ['discount', 'traceDecay'],
  manyChannels: true,
  units: [channelRpe, channelValue],
  linear,
  create: (rule, setup) => tdLearner(linear(rule), setup),
});
