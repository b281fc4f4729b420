import { defineAgent } from '../contracts/agent.ts';

/** Its grid is a quarter of a second, because values for delays of up to 16 s propagate back by one step per trial. */
export default defineAgent({
  id: 'td-multi-timescale',
  version: 2,
  title: 'TD(0) on many time scales',
  summary:
    'Twenty predictors, each with its own discount, from half of a reward to nearly all of it after a second. The response of each to a cue falls with delay at its own rate, and the mean response falls like a hyperbola.',
  citation: { text: 'Masset et al. 2025, Nature 642:682', doi: '10.1038/s41586-025-08929-9' },
  architecture: { id: 'complete-serial-compound', parameters: { resolutionSeconds: 0.25, resetAtReward: true } },
  objective: { id: 'many-discounts', parameters: {} },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
