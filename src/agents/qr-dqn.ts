import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'qr-dqn',
  version: 2,
  title: 'Double QR-DQN, dense network',
  summary:
    'A dense network that learns the distribution of each action’s return, with a prediction error for each of its quantiles.',
  citation: {
    text: 'Dabney, Rowland, Bellemare & Munos 2018, Distributional reinforcement learning with quantile regression, AAAI, arXiv:1710.10044',
  },
  architecture: { id: 'mlp', parameters: { units: 256, activation: 'relu' } },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'qr-dqn',
    parameters: {
      learningRate: 5e-4,
      learningRateSchedule: 'linear',
      batchSize: 64,
      bufferSize: 100_000,
      trainFrequency: 256,
      gradientSteps: 128,
      targetUpdateInterval: 512,
      explorationFraction: 0.05,
      explorationFinal: 0.04,
    },
  },
});
