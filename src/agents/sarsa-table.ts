import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'sarsa-table',
  version: 1,
  title: 'SARSA, table',
  summary: 'A table of the value of each action in each state under the agent’s current policy.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'state-table', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'sarsa-control', parameters: { learningRate: 0.1 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.1 } },
});
