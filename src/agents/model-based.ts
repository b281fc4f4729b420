import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'model-based',
  version: 2,
  title: 'Model-based choice',
  summary:
    'Learns where its choices lead and works out their worth from what is there. In the two-step task it changes its first choice after a reward that came by the rare way; where one choice is all there is, it is Q-learning.',
  citation: { text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204', doi: '10.1016/j.neuron.2011.02.027' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'model-based', parameters: { learningRate: 0.4 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 5 } },
});
