import { defineControlRule } from '../contracts/learning-rule.ts';
import { ActionValueAgent, actionValueParameters, maximum } from './control/action-value-agent.ts';
import { actionValue, policy } from './control/acting-units.ts';

/** δ = r + γ max Q(s', ·) - Q(s, a); with λ > 0 Watkins's Q(λ). The value is max Q(s, ·). */
export default defineControlRule({
  id: 'q-control',
  version: 1,
  title: 'Q-learning',
  summary:
    'Learns the value of each action if the best ones follow, whatever it does to explore. The value of a state is that of its best action.',
  citation: { text: 'Watkins & Dayan 1992, Machine Learning 8:279', doi: '10.1007/BF00992698' },
  parameters: actionValueParameters,
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['binary'],
  units: [actionValue, policy],
  takesPolicy: true,
  create: (parameters, setup) =>
    new ActionValueAgent({ id: 'q-control', stateValue: maximum, cutsTraces: true }, parameters, setup),
});
