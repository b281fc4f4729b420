import { defineControlRule } from '../contracts/learning-rule.ts';
import { ActionValueAgent, actionValueParameters } from './control/action-value-agent.ts';
import { actionValue, policy } from './control/acting-units.ts';

/**
 * δ = r + γ Q(s', a') - Q(s, a), a' the action chosen in s' (if a person overrides it, δ still uses the chosen one).
 * The value is Q(s, a) of the chosen action.
 */
export default defineControlRule({
  id: 'sarsa-control',
  version: 1,
  title: 'SARSA',
  summary:
    'Learns the value of each action under its current policy, slips and exploration included. The value of a state is that of the action that it will take.',
  citation: {
    text: 'Rummery & Niranjan 1994, On-line Q-learning using connectionist systems, Technical Report CUED/F-INFENG/TR 166, Cambridge University; Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, 12.7',
  },
  parameters: actionValueParameters,
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['binary'],
  units: [actionValue, policy],
  takesPolicy: true,
  create: (parameters, setup) =>
    new ActionValueAgent(
      { id: 'sarsa-control', stateValue: (values, _, next) => values[next], cutsTraces: false },
      parameters,
      setup,
    ),
});
