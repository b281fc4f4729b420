import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-quantile',
  version: 1,
  title: 'Distributional TD, quantiles',
  summary:
    'Forty predictors learn from the sign of their errors, in steps of fixed size that differ between up and down, and settle on the quantiles of future reward.',
  citation: { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' },
  architecture: { id: 'complete-serial-compound', parameters: { resetAtReward: true } },
  objective: { id: 'quantile', parameters: {} },
  // Reward units per update: fine enough for rewards of about 1, fast enough for some hundred trials.
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.05 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
