import { choice, text, timeConstant } from '../contracts/parameters.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import { fromStepOn, fromStepParameter, requireNoDesign, requireNoSteps } from './targets/steps.ts';
import { fromPhaseOn } from './targets/targets.ts';

/** γ or λ changes at the start of a phase (Tanaka et al. 2004: serotonin and the scale of prediction of reward). */
export default defineManipulation({
  id: 'parameter-change',
  version: 2,
  title: 'Another discount or trace decay',
  summary:
    'Changes how far ahead the animal looks (discount), or for how long a moment stays eligible for learning (trace decay), from a phase, or a step of an environment, on; what it has learned stays.',
  citation: { text: 'Tanaka et al. 2004, Nature Neuroscience 7:887', doi: '10.1038/nn1279' },
  parameters: {
    parameter: choice({
      options: ['discount', 'traceDecay'],
      default: 'discount',
      help: 'which of the two is changed',
    }),
    changedTo: timeConstant({
      perSecond: 'kept',
      default: 0.6,
      defaultPerStep: 0.9,
      min: 0,
      max: 1,
      help: 'its value from then on; in stepped environments per step, and the trace decay of an agent that chooses in trials per choice',
    }),
    fromPhase: text({
      default: '',
      only: 'trials',
      help: 'id of the phase from which it applies; empty means from the start',
    }),
    fromStep: fromStepParameter,
  },
  changes({ parameter, changedTo, fromPhase, fromStep }, design) {
    requireNoSteps({ fromStep });
    const isOn = fromPhaseOn(fromPhase, design);
    return { overrides: (trial) => (isOn(trial) ? { [parameter]: changedTo } : undefined) };
  },
  stepped({ parameter, changedTo, fromPhase, fromStep }) {
    requireNoDesign({ fromPhase });
    return { overrides: { during: fromStepOn(fromStep), values: { [parameter]: changedTo } } };
  },
});
