import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'ppo',
  version: 1,
  title: 'PPO, dense networks',
  summary:
    'Actor and critic, each a network, that train several times on each rollout. Parameters as tuned for CartPole in Stable-Baselines3’s zoo.',
  citation: { text: 'Schulman, Wolski, Dhariwal, Radford & Klimov 2017, arXiv:1707.06347' },
  architecture: { id: 'mlp', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.98 } },
  learningRule: {
    id: 'ppo',
    parameters: {
      learningRate: 1e-3,
      nSteps: 32,
      nEpochs: 20,
      batchSize: 256,
      gaeLambda: 0.8,
      learningRateSchedule: 'linear',
    },
  },
});
