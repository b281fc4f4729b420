import { defineArchitecture } from '../contracts/architecture.ts';
import { timeConstant } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import { beliefGroup } from './belief/belief-units.ts';
import { knowledgeParameters } from './belief/knowledge.ts';
import { learnedBelief } from './belief/learned-belief.ts';
import { trainedBelief } from './belief/trained-belief.ts';

/** See learned-belief.ts and trained-belief.ts for the equations. */
export default defineArchitecture({
  id: 'belief-state',
  version: 2,
  title: 'Belief state',
  summary:
    'The animal infers its position in the task: which interval it is in, between cue and reward or between trials, and how far into it. It learns timing and probabilities by counting during the session; a new set of cues starts an interval about which nothing is known. With trained knowledge it knows those of the first phase of its design from the first trial on, and other cues carry no information.',
  citation: {
    text: 'Starkweather, Babayan, Uchida & Gershman 2017, Nature Neuroscience 20:581',
    doi: '10.1038/nn.4520',
  },
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
      help: 'Probability of events that did not occur in training: a reward at an unexpected time, an unobserved end of an interval, an additional or missing cue (trained knowledge)',
    }),
  },
  timescale: 'step',
  units: [beliefGroup],
  create: ({ lapse, ...knowledge }, design) =>
    knowledge.knowledge === 'learned' ? learnedBelief(knowledge, design) : trainedBelief(lapse, design),
});
