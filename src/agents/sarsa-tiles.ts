import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'sarsa-tiles',
  version: 1,
  title: 'SARSA, tile coding',
  summary: 'Action values over displaced grids with traces: the classic solution of the mountain car.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press' },
  architecture: { id: 'tile-coding', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'sarsa-control', parameters: { learningRate: 0.5, traceDecay: 0.9 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.001 } },
});
