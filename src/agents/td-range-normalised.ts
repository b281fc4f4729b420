import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-range-normalised',
  version: 2,
  title: 'TD(0), errors relative to their spread',
  summary:
    'Errors are scaled by their usual size after the present cues, so that the larger of two possible rewards evokes much the same burst whether they lie close together or far apart. The omission of a certain reward gives a large error.',
  citation: { text: 'Diederen & Schultz 2015, Journal of Neurophysiology 114:1628', doi: '10.1152/jn.00483.2015' },
  architecture: { id: 'complete-serial-compound', parameters: { resetAtReward: true } },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: {
    id: 'td-range-normalised',
    parameters: { learningRate: 0.05, spreadRate: 0.05, initialSpread: 1, leastSpread: 0.1 },
  },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
