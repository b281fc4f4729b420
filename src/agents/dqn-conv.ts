import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'dqn-conv',
  version: 2,
  title: 'Double DQN, convolutional network',
  summary:
    'Deep Q-learning for games that are shown as planes of cells: filters, one dense layer, and a replay buffer.',
  citation: { text: 'Young & Tian 2019, MinAtar, arXiv:1903.03176' },
  architecture: { id: 'conv', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'dqn',
    parameters: {
      learningRate: 2.5e-4,
      batchSize: 32,
      bufferSize: 100_000,
      learningStarts: 5000,
      trainFrequency: 4,
      targetUpdateInterval: 1000,
      explorationFinal: 0.1,
      explorationFraction: 0.33,
    },
  },
});
