import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'ppo-conv',
  version: 1,
  title: 'PPO, convolutional network',
  summary: 'Actor and critic share the same filters and train several times on each rollout.',
  citation: { text: 'Schulman, Wolski, Dhariwal, Radford & Klimov 2017, arXiv:1707.06347' },
  architecture: { id: 'conv', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'ppo',
    parameters: {
      learningRate: 1e-3,
      nSteps: 128,
      nEpochs: 4,
      batchSize: 256,
      entCoef: 0.01,
      learningRateSchedule: 'linear',
      shared: true,
    },
  },
});
