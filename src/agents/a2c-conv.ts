import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'a2c-conv',
  version: 1,
  title: 'A2C, convolutional network',
  summary: 'Actor-critic for games that are shown as planes of cells; both share the same filters.',
  citation: { text: 'Young & Tian 2019, MinAtar, arXiv:1903.03176' },
  architecture: { id: 'conv', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.99 } },
  learningRule: { id: 'a2c', parameters: { shared: true, entCoef: 0.01 } },
});
