import { real, text } from '../contracts/parameters.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import { fromStepOn, fromStepParameter, requireNoDesign, requireNoSteps } from './targets/steps.ts';
import { fromPhaseOn } from './targets/targets.ts';

/** δ <- g⁺ δ for δ > 0, g⁻ δ otherwise, in every step (Frank, Seeberger & O'Reilly 2004: drugs and Parkinson's disease). */
export default defineManipulation({
  id: 'rpe-gains',
  version: 2,
  title: 'Gains of positive and negative RPE',
  summary:
    'Scales positive and negative reward prediction errors separately, all the time. This models a drug that enhances bursts or fills in dips, or a disease that reduces dopamine. Learning uses the scaled errors.',
  citation: { text: "Frank, Seeberger & O'Reilly 2004, Science 306:1940", doi: '10.1126/science.1102941' },
  parameters: {
    gainPositive: real({
      default: 1,
      min: 0,
      max: 10,
      symbol: 'g⁺',
      help: 'factor on positive RPE; below 1 as in Parkinson’s disease off medication',
    }),
    gainNegative: real({
      default: 1,
      min: 0,
      max: 10,
      symbol: 'g⁻',
      help: 'factor on negative RPE; below 1 as on dopaminergic medication',
    }),
    fromPhase: text({
      default: '',
      only: 'trials',
      help: 'id of the phase from which it applies; empty means from the start',
    }),
    fromStep: fromStepParameter,
  },
  neutral: { gainPositive: 1, gainNegative: 1 },
  changes({ gainPositive, gainNegative, fromPhase, fromStep }, design) {
    requireNoSteps({ fromStep });
    const isOn = fromPhaseOn(fromPhase, design);
    return {
      intervention: (trial) =>
        isOn(trial) ? { from: -trial.zeroStep, steps: trial.steps, gainPositive, gainNegative, added: 0 } : undefined,
    };
  },
  stepped({ gainPositive, gainNegative, fromPhase, fromStep }) {
    requireNoDesign({ fromPhase });
    return { intervention: { during: fromStepOn(fromStep), gainPositive, gainNegative, added: 0 } };
  },
});
