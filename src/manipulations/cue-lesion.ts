import { text } from '../contracts/parameters.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import { fromPhaseOn, requireKnown } from './targets/targets.ts';

/** Features of the cue are 0: the animal lives through the trial as if the cue were not there. */
export default defineManipulation({
  id: 'cue-lesion',
  version: 1,
  title: 'Lesion of a cue’s features',
  summary:
    'Takes away everything by which the animal represents one cue, as a lesion of the area that codes for it would. Rewards still come when the cue would have announced them.',
  citation: { text: 'Takahashi et al. 2011, Nature Neuroscience 14:1590', doi: '10.1038/nn.2957' },
  parameters: {
    cue: text({ default: '', help: 'id of the cue; empty means every cue' }),
    fromPhase: text({ default: '', help: 'id of the phase from which on it is gone; empty means from the start' }),
  },
  changes({ cue, fromPhase }, design) {
    requireKnown('cue', cue, design.cues.map(({ id }) => id));
    const isOn = fromPhaseOn(fromPhase, design);
    return { cues: (trial) => (isOn(trial) ? trial.cues.filter((shown) => cue !== '' && design.cues[shown.cue]?.id !== cue) : undefined) };
  },
});
