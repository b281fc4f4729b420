import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'q-tiles',
  version: 1,
  title: 'Q-learning, tile coding',
  summary: 'Action values over displaced grids, learned as if the best actions will follow.',
  citation: { text: 'Watkins & Dayan 1992, Machine Learning 8:279', doi: '10.1007/BF00992698' },
  architecture: { id: 'tile-coding', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'q-control', parameters: { learningRate: 0.3, traceDecay: 0.9 } },
  policy: { id: 'epsilon-greedy', parameters: { exploration: 0.01 } },
});
