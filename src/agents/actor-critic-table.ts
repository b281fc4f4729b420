import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'actor-critic-table',
  version: 1,
  title: 'Actor-critic, table',
  summary: 'A value for each state and a preference for each action in it, both taught by one error.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'state-table', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: {
    id: 'actor-critic-control',
    parameters: { criticLearningRate: 0.1, actorLearningRate: 0.1, traceDecay: 0.5 },
  },
});
