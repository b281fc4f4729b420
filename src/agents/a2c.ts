import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'a2c',
  version: 1,
  title: 'A2C, dense networks',
  summary: 'Actor and critic, each a network, that learn every few steps from their latest steps.',
  citation: { text: 'Mnih et al. 2016, Asynchronous methods for deep reinforcement learning, ICML, arXiv:1602.01783' },
  architecture: { id: 'mlp', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'a2c', parameters: {} },
});
