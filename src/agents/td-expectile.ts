import { defineAgent } from '../contracts/agent.ts';

/** Serial compound with reset: after the reward nothing more is due, so that each channel's error there is about this reward alone. */
export default defineAgent({
  id: 'td-expectile',
  version: 1,
  title: 'Distributional TD, expectiles',
  summary:
    'Forty predictors that weigh good and bad surprises differently learn the distribution of rewards, not just its mean. Each has its own reversal point, the reward size at which its error is 0: a large one for optimists, a small one for pessimists.',
  citation: { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' },
  architecture: { id: 'complete-serial-compound', parameters: { resetAtReward: true } },
  objective: { id: 'expectile', parameters: {} },
  // The published rates as they are: α± uniform on 0 to .5.
  learningRule: { id: 'td-zero', parameters: { learningRate: 1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
