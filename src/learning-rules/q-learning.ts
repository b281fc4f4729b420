import { defineLearningRule } from '../contracts/learning-rule.ts';
import { actionValueLearner, actionValueParameters } from './choice/action-values.ts';
import { actionValue } from './choice/choice-units.ts';

/**
 * δ = r + γ max_a' Q(s', a') - Q(s, a), Q(s, a) += α δ (Watkins 1989); with λ > 0 a non-greedy action cuts the earlier
 * traces (Watkins's Q(λ)). For the timing of errors see choice/choice-learner.ts: at a cue δ is the value of the best
 * available action.
 */
export default defineLearningRule({
  id: 'q-learning',
  version: 2,
  title: 'Q-learning',
  summary:
    'Learns the value of each action if the best ones follow. At a cue it expects the value of the best available action, whichever it then takes.',
  citation: { text: 'Watkins & Dayan 1992, Machine Learning 8:279', doi: '10.1007/BF00992698' },
  parameters: actionValueParameters,
  timescale: 'choice',
  heeds: ['discount', 'traceDecay'],
  units: [actionValue],
  create: (parameters, setup) =>
    actionValueLearner(
      { id: 'q-learning', ...parameters, stateValue: (values) => Math.max(...values), cutsTraces: true },
      setup,
    ),
});
