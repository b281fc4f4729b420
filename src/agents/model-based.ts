import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'model-based',
  version: 2,
  title: 'Model-based choice',
  summary:
    'Learns where its choices lead and computes their values from the outcomes there. In the two-step task it changes its first choice after a rewarded rare transition; with a single choice it is Q-learning.',
  citation: { text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204', doi: '10.1016/j.neuron.2011.02.027' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'model-based', parameters: { learningRate: 0.4 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 5 } },
});
