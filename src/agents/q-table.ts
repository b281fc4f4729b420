import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'q-table',
  version: 1,
  title: 'Q-learning, table',
  summary: 'A table of the value of each action in each state, learned as if the best actions will follow.',
  citation: { text: 'Watkins & Dayan 1992, Machine Learning 8:279', doi: '10.1007/BF00992698' },
  architecture: { id: 'state-table', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'q-control', parameters: { learningRate: 0.1 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.1 } },
});
