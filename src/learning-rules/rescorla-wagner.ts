import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { trialForesight, trialLearner } from './trial/trial-learner.ts';
import { associativeStrength } from './trial/trial-units.ts';

/**
 * ΔV_i = αβ (λ - Σ V_j) for every cue i that is present, the sum over all that are (Rescorla & Wagner 1972). For the
 * time of the update, and where its error is shown, see trial/trial-learner.ts.
 */
export default defineLearningRule({
  id: 'rescorla-wagner',
  version: 1,
  title: 'Rescorla-Wagner',
  summary:
    'Once a trial, the cues that were present share one error: the reward that came minus the sum of what they predicted. It knows which cues occurred but not when, so it shows no error at cue onset.',
  citation: {
    text: 'Rescorla & Wagner 1972, A theory of Pavlovian conditioning, in Black & Prokasy (eds), Classical Conditioning II, Appleton-Century-Crofts',
  },
  parameters: {
    learningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'αβ',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Share of the error that is corrected in each rewarded trial, for each cue',
    }),
    omissionRatio: real({
      default: 1,
      min: 0,
      max: 1,
      symbol: 'β₀/β₁',
      help: 'Learning rate of a trial without reward, relative to one with reward',
    }),
  },
  timescale: 'trial',
  units: [associativeStrength],
  foresight: trialForesight,
  create({ learningRate, omissionRatio }, setup) {
    const weights = new Float64Array(setup.size);
    return trialLearner(
      {
        id: 'rescorla-wagner',
        weights,
        learn({ present, error, delivered, factor }) {
          const step = (delivered ? learningRate * factor : learningRate * omissionRatio) * error;
          for (const cue of present) weights[cue] = weights[cue] + step;
        },
      },
      setup,
    );
  },
});
