import { defineArchitecture } from '../contracts/architecture.ts';
import { choice, real, timeConstant } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import { beliefGroup } from './belief/belief-units.ts';
import { knowledgeParameters } from './belief/knowledge.ts';
import { learnedIntervals } from './belief/learned-intervals.ts';
import { trainedIntervals } from './belief/trained-intervals.ts';

/**
 * Four features for each interval s, in four blocks: the probability of being in s now; of having entered it at this
 * step; of having left it at this step, β_s; and β_s times the steps spent in it until then. All are conditional on the
 * observations so far (Daw, Courville & Touretzky 2006). Intervals, including the inter-trial interval, are ended by
 * cues or by a reward; the latter also if no cue predicts it.
 */
export default defineArchitecture({
  id: 'semi-markov',
  version: 2,
  title: 'Semi-Markov intervals',
  summary:
    'The task is a sequence of intervals, one between trials and one for each set of cues. The animal learns their durations during the session, or knows them from training in the first phase of its design. It infers when an interval has ended: with the reward, or unseen when the reward is omitted. For rules that learn when an interval ends.',
  citation: { text: 'Daw, Courville & Touretzky 2006, Neural Computation 18:1637', doi: '10.1162/neco.2006.18.7.1637' },
  parameters: {
    ...resolution(),
    ...knowledgeParameters,
    lapse: timeConstant({
      perSecond: 'lost',
      default: 5e-6,
      min: 1e-12,
      max: 0.2,
      symbol: 'ε',
      searched: byFactors(1e-7, 0.01),
      help: 'Probability of events that did not occur in training: a reward at an unexpected time, an unobserved early end of an interval, an additional or missing cue',
    }),
    doubt: real({
      default: 0.01,
      min: 1e-6,
      max: 0.5,
      symbol: 'κ',
      searched: byFactors(1e-4, 0.3),
      help: 'Minimum probability that an expected reward is omitted, however reliable it has been; if it is smaller than the probability of a false cue, a trained animal attributes an omission to the cue',
    }),
    restEnds: choice({
      options: ['event', 'step'],
      default: 'event',
      help: 'What ends the inter-trial interval. event: a cue or an unpredicted reward, as for any interval; the error at the cue then depends on how much earlier or later than average it occurs. step: every time step, which begins another interval; the cost of waiting is then charged at each step, and the error at the cue is the value of the cue',
    }),
  },
  timescale: 'event',
  units: [beliefGroup],
  create: ({ lapse, doubt, restEnds, ...knowledge }, design) =>
    knowledge.knowledge === 'learned'
      ? learnedIntervals(knowledge, lapse, doubt, restEnds, design)
      : trainedIntervals(lapse, doubt, restEnds, design),
});
