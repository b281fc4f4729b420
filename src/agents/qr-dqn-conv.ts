import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'qr-dqn-conv',
  version: 2,
  title: 'Double QR-DQN, convolutional network',
  summary:
    'Distributional deep Q-learning for games that are shown as planes of cells: a population of prediction errors, one for each quantile.',
  citation: {
    text: 'Dabney, Rowland, Bellemare & Munos 2018, Distributional reinforcement learning with quantile regression, AAAI, arXiv:1710.10044',
  },
  architecture: { id: 'conv', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'qr-dqn',
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
