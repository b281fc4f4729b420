import { defineAgent } from '../contracts/agent.ts';

/**
 * The paper's memory: .985 in its steps of 50 ms is .74 a second. Its γ of .98 and λ of .95 would be .67 and .36 a second, and reach no further than a
 * second or two; these are, as in Jeong et al. 2022, for steps of .2 s: .9 and .77.
 */
export default defineAgent({
  id: 'td-microstimuli',
  version: 2,
  title: 'TD(λ), microstimuli',
  summary:
    'Time since the cue is known ever less precisely. The response at the cue is learned, that at the reward never vanishes altogether, and the dip after an omission is shallow and broad.',
  citation: { text: 'Ludvig, Sutton & Kehoe 2008, Neural Computation 20:3034', doi: '10.1162/neco.2008.11-07-654' },
  architecture: { id: 'microstimuli', parameters: { count: 50, decay: 0.74, width: 0.08 } },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-lambda', parameters: { learningRate: 0.01, traceDecay: 0.77, trace: 'accumulating' } },
});
