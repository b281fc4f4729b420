import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'q-learning',
  version: 2,
  title: 'Q-learning',
  summary:
    'Learns the value of each action and mostly takes the best one. At a cue its error is the value of the best available action, whichever it then takes: what Roesch and colleagues found in rats.',
  citation: { text: 'Watkins & Dayan 1992, Machine Learning 8:279', doi: '10.1007/BF00992698' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'q-learning', parameters: { learningRate: 0.2, traceDecay: 0.6 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
