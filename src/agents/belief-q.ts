import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'belief-q',
  version: 2,
  title: 'Belief-state Q-learning',
  summary:
    'Sees states through noise and weighs what it has learned of each by how likely it was the one. Its expectation grows with its confidence in the choice, and so does what a reward leaves over shrink.',
  citation: { text: 'Lak et al. 2020, Neuron 105:700', doi: '10.1016/j.neuron.2019.11.018' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'belief-q', parameters: { learningRate: 0.2 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
