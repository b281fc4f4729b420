import { defineArchitecture } from '../contracts/architecture.ts';
import type { Design } from '../contracts/design.ts';
import { shownResolution } from '../contracts/resolution.ts';
import { compoundOf, elementalEncoder } from './tables/elemental-encoder.ts';

/**
 * x_i = 1 in a trial with cue i, and one more unit for each compound of the design, active when exactly its cues are
 * shown: the unique cue that a compound adds to its elements (Wagner & Rescorla 1972). With it a linear sum can learn
 * patterning.
 */
export default defineArchitecture({
  id: 'configural',
  version: 2,
  title: 'Elements and compounds',
  summary:
    'One unit for each cue, and one more for each compound of cues in the design, which is active only when exactly these cues are presented together. For rules that learn once per trial. The extra unit lets a compound mean something different from its parts, as in patterning.',
  citation: {
    text: 'Wagner & Rescorla 1972, Inhibition in Pavlovian conditioning: application of a theory, in Boakes & Halliday (eds), Inhibition and Learning, Academic Press',
  },
  parameters: shownResolution,
  timescale: 'trial',
  create: (_, design) => elementalEncoder(design, compoundsOf(design)),
});

/** Every set of two or more cues that some trial type shows. */
function compoundsOf({ cues, trialTypes }: Design): readonly (readonly number[])[] {
  const compounds = Object.values(trialTypes).map((type) =>
    compoundOf(type.cues.map(({ cue }) => cues.findIndex(({ id }) => id === cue))),
  );
  return [
    ...new Map(compounds.filter(({ length }) => length > 1).map((compound) => [compound.join(), compound])).values(),
  ];
}
