import { InputError } from '../core/errors.ts';
import { text } from '../contracts/parameters.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import type { ObservationSpace } from '../contracts/control-env.ts';
import { fromStepOn, fromStepParameter, requireNoDesign, requireNoSteps } from './targets/steps.ts';
import { fromPhaseOn, requireKnown } from './targets/targets.ts';

/**
 * Features of the cue are 0: the subject runs the trial as if the cue were absent. In an environment, numbers of the
 * observation are 0.
 */
export default defineManipulation({
  id: 'cue-lesion',
  version: 2,
  title: 'Lesion of a cue’s features',
  summary:
    'Removes all features that represent one cue, like a lesion of the area that encodes it. Rewards are still delivered at the times that the cue would have predicted.',
  citation: { text: 'Takahashi et al. 2011, Nature Neuroscience 14:1590', doi: '10.1038/nn.2957' },
  parameters: {
    cue: text({
      default: '',
      help: 'id of the cue; in an environment the channel or element of the observation, such as ball; empty means all',
    }),
    fromPhase: text({
      default: '',
      only: 'trials',
      help: 'id of the phase from which it is removed; empty means from the start',
    }),
    fromStep: fromStepParameter,
  },
  changes({ cue, fromPhase, fromStep }, design) {
    requireNoSteps({ fromStep });
    requireKnown(
      'cue',
      cue,
      design.cues.map(({ id }) => id),
    );
    const isOn = fromPhaseOn(fromPhase, design);
    return {
      cues: (trial) =>
        isOn(trial) ? trial.cues.filter((shown) => cue !== '' && design.cues[shown.cue]?.id !== cue) : undefined,
    };
  },
  stepped({ cue, fromPhase, fromStep }, { observation }) {
    requireNoDesign({ fromPhase });
    return { lesion: { during: fromStepOn(fromStep), places: placesOf(cue, observation) } };
  },
});

/** Indices of the numbers that belong to a channel of an image, or to a variable; all if none is named. */
function placesOf(name: string, observation: ObservationSpace): readonly number[] {
  if (observation.kind === 'discrete')
    throw new InputError(
      'the observation is the number of a state, of which no part can be removed',
      'manipulation',
      'choose an environment that shows a picture or several numbers',
    );
  const names = observation.kind === 'binary' ? observation.channels : observation.names;
  requireKnown('cue', name, names);
  const count = observation.shape.reduce((size, length) => size * length, 1);
  return Array.from({ length: count }, (_, place) => place).filter(
    (place) => name === '' || names[place % names.length] === name,
  );
}
