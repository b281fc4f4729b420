import { defineControlRule } from '../contracts/learning-rule.ts';
import { ActionValueAgent, actionValueParameters } from './control/action-value-agent.ts';
import { actionValue, policy } from './control/acting-units.ts';

/** δ = r + γ Σ π(a'|s') Q(s', a') - Q(s, a). The value is that mean. */
export default defineControlRule({
  id: 'expected-sarsa-control',
  version: 1,
  title: 'Expected SARSA',
  summary:
    'Like SARSA, but the value of a state is the mean over the actions that it may take, so random choices cause no errors.',
  citation: {
    text: 'van Seijen, van Hasselt, Whiteson & Wiering 2009, A theoretical and empirical analysis of Expected Sarsa, IEEE ADPRL 177',
    doi: '10.1109/ADPRL.2009.4927542',
  },
  parameters: actionValueParameters,
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['binary'],
  units: [actionValue, policy],
  takesPolicy: true,
  create: (parameters, setup) =>
    new ActionValueAgent(
      {
        id: 'expected-sarsa-control',
        stateValue: (values, probabilities) => probabilities.reduce((sum, p, a) => sum + p * values[a], 0),
        cutsTraces: false,
      },
      parameters,
      setup,
    ),
});
