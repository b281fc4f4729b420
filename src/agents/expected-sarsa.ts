import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'expected-sarsa',
  version: 2,
  title: 'Expected SARSA',
  summary:
    'Learns the value of each action and mostly takes the best one. At a cue its error is the mean value of the possible choices, so it does not predict the choice.',
  citation: {
    text: 'van Seijen, van Hasselt, Whiteson & Wiering 2009, A theoretical and empirical analysis of Expected Sarsa, IEEE ADPRL 177',
    doi: '10.1109/ADPRL.2009.4927542',
  },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'expected-sarsa', parameters: { learningRate: 0.2, traceDecay: 0.6 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
