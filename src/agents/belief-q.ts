import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'belief-q',
  version: 2,
  title: 'Belief-state Q-learning',
  summary:
    'Sees states through noise and weighs the learned values by its belief in each state. Its expectation grows with its confidence in the choice, so the error at the reward shrinks.',
  citation: { text: 'Lak et al. 2020, Neuron 105:700', doi: '10.1016/j.neuron.2019.11.018' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'belief-q', parameters: { learningRate: 0.2 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
