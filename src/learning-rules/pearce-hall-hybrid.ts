import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { associabilityCeiling, ceilingOf } from './trial/associability.ts';
import { trialForesight, trialLearner } from './trial/trial-learner.ts';
import { associability, associativeStrength } from './trial/trial-units.ts';

/**
 * ΔV_i = κ α_i δ; α_i <- η |δ| + (1 - η) α_i, for the cues that are present, with the common error δ = λ - Σ V of
 * Rescorla & Wagner (Li, Schiller, Schoenbaum, Phelps & Daw 2011, after Le Pelley 2004). α is the one before the trial.
 * The paper sets no upper limit on α; its outcomes are 0 and 1. With rewards larger than 1, a limit of 1 keeps learning
 * from overshooting. The defaults are approximate.
 */
export default defineLearningRule({
  id: 'pearce-hall-hybrid',
  version: 2,
  title: 'Hybrid of Pearce-Hall and Rescorla-Wagner',
  summary:
    'Cues share one prediction error, as in Rescorla-Wagner, but each at its own learning rate, which follows how surprising the trials with this cue have been.',
  citation: {
    text: 'Li, Schiller, Schoenbaum, Phelps & Daw 2011, Nature Neuroscience 14:1250',
    doi: '10.1038/nn.2904',
  },
  parameters: {
    learningRate: real({
      default: 0.3,
      min: 0,
      max: 1,
      symbol: 'κ',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Share of the error that is corrected for a cue of associability 1 (approximate)',
    }),
    associability: real({
      default: 1,
      min: 0,
      max: 1,
      symbol: 'α₀',
      help: 'Associability of a new cue (approximate)',
    }),
    surpriseLearning: real({
      default: 0.3,
      min: 0,
      max: 1,
      symbol: 'η',
      unit: 'per trial',
      help: 'Share of the latest surprise in associability (approximate)',
    }),
    ceiling: associabilityCeiling,
  },
  timescale: 'trial',
  units: [associativeStrength, associability],
  foresight: trialForesight,
  create({ learningRate, associability, surpriseLearning, ceiling }, setup) {
    const most = ceilingOf[ceiling];
    const weights = new Float64Array(setup.size);
    const alphas = new Float64Array(setup.size).fill(associability);
    return trialLearner(
      {
        id: 'pearce-hall-hybrid',
        weights,
        memory: [alphas],
        associability: alphas,
        learn({ present, error, factor }) {
          for (const cue of present) {
            const alpha = alphas[cue];
            weights[cue] = weights[cue] + learningRate * factor * alpha * error;
            alphas[cue] = Math.min(most, surpriseLearning * Math.abs(error) + (1 - surpriseLearning) * alpha);
          }
        },
      },
      setup,
    );
  },
});
