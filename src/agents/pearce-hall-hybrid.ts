import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'pearce-hall-hybrid',
  version: 1,
  title: 'Rescorla-Wagner with Pearce-Hall associability',
  summary:
    'Cues share one prediction error, and each learns from it at a rate that follows how surprising its trials have been: fast after a change, slow when all is as expected.',
  citation: {
    text: 'Li, Schiller, Schoenbaum, Phelps & Daw 2011, Nature Neuroscience 14:1250',
    doi: '10.1038/nn.2904',
  },
  architecture: { id: 'elemental', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: {
    id: 'pearce-hall-hybrid',
    parameters: { learningRate: 0.3, associability: 1, surpriseLearning: 0.3 },
  },
});
