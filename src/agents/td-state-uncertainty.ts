import { defineAgent } from '../contracts/agent.ts';

/**
 * γ is the paper's: .93 per step of 100 ms is .484 per second. λ is not: with it some hundred trials are enough instead
 * of thousands.
 */
export default defineAgent({
  id: 'td-state-uncertainty',
  version: 2,
  title: 'TD(λ), state uncertainty with feedback',
  summary:
    'The next position is less certain than the current one, until it is seen. On a track full of landmarks the error therefore ramps up towards the goal even when learning is complete; in the dark, or after a single cue, it does not.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  architecture: { id: 'landmarks', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.484 } },
  learningRule: { id: 'td-feedback', parameters: { learningRate: 0.2, traceDecay: 0.77 } },
  gridMatters: 'it represents position as one of the places on a line, which are one step of its grid apart',
});
