import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'actor-critic-tiles',
  version: 1,
  title: 'Actor-critic, tile coding',
  summary: 'Values and preferences over displaced grids, both taught by one error.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'tile-coding', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: {
    id: 'actor-critic-control',
    parameters: { criticLearningRate: 0.3, actorLearningRate: 0.1, traceDecay: 0.9 },
  },
});
