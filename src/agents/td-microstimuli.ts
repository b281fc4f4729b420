import { defineAgent } from '../contracts/agent.ts';

/**
 * The paper's values but for the decay: .985 for its steps of 50 ms is .985² = .97 for the 100 ms of most paradigms here, so that
 * the memory trace lasts as long in seconds (3.3 s).
 */
export default defineAgent({
  id: 'td-microstimuli',
  version: 1,
  title: 'TD(λ), microstimuli',
  summary:
    'Time since the cue is known ever less precisely. The response at the cue is learned, that at the reward never vanishes altogether, and the dip after an omission is shallow and broad.',
  citation: { text: 'Ludvig, Sutton & Kehoe 2008, Neural Computation 20:3034', doi: '10.1162/neco.2008.11-07-654' },
  architecture: { id: 'microstimuli', parameters: { count: 50, decay: 0.97, width: 0.08 } },
  objective: { id: 'discounted-return', parameters: { discount: 0.98 } },
  learningRule: { id: 'td-lambda', parameters: { learningRate: 0.01, traceDecay: 0.95, trace: 'accumulating' } },
});
