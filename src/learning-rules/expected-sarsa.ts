import { defineLearningRule } from '../contracts/learning-rule.ts';
import { actionValueLearner, actionValueParameters } from './choice/action-values.ts';
import { actionValue } from './choice/choice-units.ts';

/**
 * δ = r + γ Σ_a' π(a') Q(s', a') - Q(s, a), π being the policy's probabilities; Q(s, a) += α δ (van Seijen et al.
 * 2009). For the timing of errors see choice/choice-learner.ts: at a cue δ is the expected value under the policy,
 * independent of the choice that follows.
 */
export default defineLearningRule({
  id: 'expected-sarsa',
  version: 2,
  title: 'Expected SARSA',
  summary:
    'Learns the value of each action given how it chooses on average. At a cue it expects the mean over its possible choices, so the cue response does not predict the choice.',
  citation: {
    text: 'van Seijen, van Hasselt, Whiteson & Wiering 2009, A theoretical and empirical analysis of Expected Sarsa, IEEE ADPRL 177',
    doi: '10.1109/ADPRL.2009.4927542',
  },
  parameters: actionValueParameters,
  timescale: 'choice',
  heeds: ['discount', 'traceDecay'],
  units: [actionValue],
  create: (parameters, setup) =>
    actionValueLearner(
      {
        id: 'expected-sarsa',
        ...parameters,
        stateValue: (values, { probabilities }) => values.reduce((sum, value, i) => sum + probabilities[i] * value, 0),
        cutsTraces: false,
      },
      setup,
    ),
});
