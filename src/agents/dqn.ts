import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'dqn',
  version: 2,
  title: 'Double DQN, dense network',
  summary:
    'A dense network of action values that learns from a replay buffer. Parameters after Stable-Baselines3’s zoo for CartPole, with a smaller learning rate that falls to 0, less exploration, a target network that is updated less often, and double targets.',
  citation: { text: 'Mnih et al. 2015, Nature 518:529', doi: '10.1038/nature14236' },
  architecture: { id: 'mlp', parameters: { units: 256, activation: 'relu' } },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'dqn',
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
