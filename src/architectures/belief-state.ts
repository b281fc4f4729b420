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
    'The animal infers where in the task it is: how far into which interval between cue and reward, or between trials. What it knows of the timing and the odds it has counted so far in the session; a set of cues never met opens an interval of which nothing is known. Or it comes trained: then it knows those of the first phase of its design from the first trial on, and other cues tell it nothing.',
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
      help: 'Chance of what training never showed: a reward out of season, an interval that ends unseen, a cue that appears or fails to (trained knowledge)',
    }),
  },
  timescale: 'step',
  units: [beliefGroup],
  create: ({ lapse, ...knowledge }, design) =>
    knowledge.knowledge === 'learned' ? learnedBelief(knowledge, design) : trainedBelief(lapse, design),
});
