import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'expected-sarsa-table',
  version: 1,
  title: 'Expected SARSA, table',
  summary:
    'A table of action values, in which the value of a state is the mean over the actions that the agent may take.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'state-table', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'expected-sarsa-control', parameters: { learningRate: 0.1 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.1 } },
});
