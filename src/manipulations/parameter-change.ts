import { choice, text, timeConstant } from '../contracts/parameters.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import { fromStepOn, fromStepParameter, requireNoDesign, requireNoSteps } from './targets/steps.ts';
import { fromPhaseOn } from './targets/targets.ts';

/** γ or λ changes at the start of a phase (Tanaka et al. 2004: serotonin and the scale of prediction of reward). */
export default defineManipulation({
  id: 'parameter-change',
  version: 2,
  title: 'Change of discount or trace decay',
  summary:
    'Changes the discount (how far ahead the agent predicts) or the trace decay (for how long a time step stays eligible for learning), from a given phase or step on. Learned values are kept.',
  citation: { text: 'Tanaka et al. 2004, Nature Neuroscience 7:887', doi: '10.1038/nn1279' },
  parameters: {
    parameter: choice({
      options: ['discount', 'traceDecay'],
      default: 'discount',
      help: 'parameter that is changed',
    }),
    changedTo: timeConstant({
      perSecond: 'kept',
      default: 0.6,
      defaultPerStep: 0.9,
      min: 0,
      max: 1,
      help: 'new value; per step in stepped environments, and per choice for the trace decay of an agent that makes choices in trials',
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
