import { boundaries } from '../contracts/boundary.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { traces } from '../contracts/linear-td.ts';
import { choice, real, timeConstant } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { channelRpe, channelValue } from '../contracts/units.ts';
import { tdLearner } from './step/td-learner.ts';

/**
 * δ_t = r_t - ρ + γ w·x_t - w·x_{t-1}; e <- γλe + x_{t-1}; w += α δ_t e (Sutton 1988).
 * Replacing: e <- max(γλe, x_{t-1}) (Singh & Sutton 1996; for binary features the usual definition). Dutch: true online
 * TD(λ), which equals the online λ-return algorithm exactly (van Seijen & Sutton 2014, ICML; van Seijen et al. 2016,
 * JMLR 17:145): e <- γλe + (1 - αγλ e·x_{t-1}) x_{t-1}; w += α (δ + V - V_old) e - α (V - V_old) x_{t-1}, where V and
 * V_old are the values of x_{t-1} after and before the last update. Accumulating traces of lasting features are
 * weighted: see lastingWeight. γ and λ are per step; λ of .6 per second is .9 per step of .2 s.
 */
export default defineLearningRule({
  id: 'td-lambda',
  version: 2,
  title: 'TD(λ)',
  summary:
    'As TD(0), but each moment leaves a decaying eligibility trace, so that an error also corrects the values of the moments that led up to it.',
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
    traceDecay: timeConstant({
      perSecond: 'kept',
      default: 0.6,
      min: 0,
      max: 1,
      symbol: 'λ',
      help: 'Share of an eligibility trace that remains after one second, before discounting',
    }),
    trace: choice({
      options: traces,
      default: 'accumulating',
      help: 'How the trace of a recurring feature is updated: accumulating adds to it, replacing resets it to 1, dutch makes TD(λ) equivalent to its forward view',
      symbol: 'e',
    }),
    boundary: choice({
      options: boundaries,
      default: 'continuous',
      help: 'continuous: traces continue through the interval between trials; reset: traces end with the trial, and the last step has no successor, as in simulations of single trials',
    }),
  },
  timescale: 'step',
  heeds: ['discount', 'traceDecay'],
  manyChannels: true,
  units: [channelRpe, channelValue],
  linear: (rule) => rule,
  create: (rule, setup) => tdLearner(rule, setup),
});
