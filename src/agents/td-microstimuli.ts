import { defineAgent } from '../contracts/agent.ts';

/**
 * Number and width are the paper's. Its time constants are for conditioning within a second: γ .98, λ .95 and d .985
 * per step of 50 ms are .67, .36 and .74 per second. Here they are longer: γ and λ as in Jeong et al. 2022 (.98 and .95
 * per step of .2 s), and a memory between the paper's and theirs (.99 per step of .2 s, .95 per second).
 */
export default defineAgent({
  id: 'td-microstimuli',
  version: 2,
  title: 'TD(λ), microstimuli',
  summary:
    'Time since the cue is known less and less precisely. The response at the cue is learned, that at the reward never vanishes altogether, and the dip after an omission is shallow and broad.',
  citation: { text: 'Ludvig, Sutton & Kehoe 2008, Neural Computation 20:3034', doi: '10.1162/neco.2008.11-07-654' },
  architecture: { id: 'microstimuli', parameters: { count: 50, decay: 0.86, width: 0.08 } },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-lambda', parameters: { learningRate: 0.01, traceDecay: 0.77, trace: 'accumulating' } },
  gridMatters: 'its dip at an omission lasts, so the RPE of a single step is smaller on a finer grid',
});
