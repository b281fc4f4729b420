import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'expected-sarsa-tiles',
  version: 1,
  title: 'Expected SARSA, tile coding',
  summary:
    'Action values over displaced grids, in which the value of a state is the mean over the actions that the agent may take.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'tile-coding', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'expected-sarsa-control', parameters: { learningRate: 0.5, traceDecay: 0.9 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.001 } },
});
