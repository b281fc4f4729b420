import { defineLearningRule } from '../contracts/learning-rule.ts';
import { actionValueLearner, actionValueParameters } from './choice/action-values.ts';
import { actionValue } from './choice/choice-units.ts';

/**
 * δ = r + γ Q(s', a') - Q(s, a) with the action a' that is taken, Q(s, a) += α δ (Rummery & Niranjan 1994). For the
 * timing of errors see choice/choice-learner.ts: at a cue δ is the value of the action about to be taken.
 */
export default defineLearningRule({
  id: 'sarsa',
  version: 2,
  title: 'SARSA',
  summary:
    'Learns the value of each action under its current policy. At a cue it expects the value of the action that it is about to take.',
  citation: {
    text: 'Rummery & Niranjan 1994, On-line Q-learning using connectionist systems, Technical Report CUED/F-INFENG/TR 166, Cambridge University',
  },
  parameters: actionValueParameters,
  timescale: 'choice',
  heeds: ['discount', 'traceDecay'],
  units: [actionValue],
  create: (parameters, setup) =>
    actionValueLearner(
      { id: 'sarsa', ...parameters, stateValue: (values, { taken }) => values[taken], cutsTraces: false },
      setup,
    ),
});
