import { defineAgent } from '../contracts/agent.ts';

/** λ is .95 per step of .2 s. */
export default defineAgent({
  id: 'td-presence',
  version: 2,
  title: 'TD(λ), presence',
  summary:
    'A cue has one value for as long as it is on. With no sense of elapsed time, the model cannot tell when reward is due and has no timed dip.',
  gridMatters: 'its RPE lasts for as long as a cue is on, so that of a single step is smaller on a finer grid',
  citation: {
    text: 'Sutton & Barto 1990, Time-derivative models of Pavlovian reinforcement, in Gabriel & Moore (eds), Learning and Computational Neuroscience, MIT Press',
  },
  architecture: { id: 'presence', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-lambda', parameters: { learningRate: 0.05, traceDecay: 0.77, trace: 'accumulating' } },
});
