import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'dyna-q',
  version: 1,
  title: 'Dyna-Q',
  summary: 'A table of action values that also learns from memory: many remembered steps for each real one.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'state-table', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'dyna-q', parameters: { learningRate: 0.1, planningSteps: 20 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.1 } },
});
