import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-lambda-csc',
  version: 2,
  title: 'TD(λ), serial compound',
  summary:
    'Eligibility traces carry the error at the reward straight back to the cue, so that the response at the cue grows from the first trials on, with little travelling in between.',
  gridMatters:
    'its traces decay, so the rest is carried back by one step of its grid per trial, less far on a finer grid',
  citation: {
    text: 'Pan, Schmidt, Wickens & Hyland 2005, Journal of Neuroscience 25:6235',
    doi: '10.1523/JNEUROSCI.1478-05.2005',
  },
  architecture: { id: 'complete-serial-compound', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-lambda', parameters: { learningRate: 0.1, traceDecay: 0.6, trace: 'accumulating' } },
});
