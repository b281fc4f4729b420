import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { associabilityCeiling, ceilingOf } from './trial/associability.ts';
import { trialForesight, trialLearner } from './trial/trial-learner.ts';
import { associability, associativeStrength } from './trial/trial-units.ts';

/**
 * V_i = V^E_i - V^I_i. For the cues that are present, V their sum: where λ > V, ΔV^E_i = β_E α_i λ; otherwise ΔV^I_i =
 * β_I α_i |λ - V|; then α_i <- γ |λ - V| + (1 - γ) α_i (Pearce & Hall 1980; the running average is that of Pearce, Kaye
 * & Hall 1982). The papers set no upper limit on α; calmr's PKH1982 holds it at or below 1 (max_alphas). The two differ
 * only where |λ - V| > 1. Without the limit, rewards much larger than 1 make V overshoot and oscillate. Under an
 * intervention λ is the reward that would have produced the changed error, but at most the delivered reward plus that
 * error: otherwise an intervention that always adds would make V grow exponentially.
 */
export default defineLearningRule({
  id: 'pearce-hall',
  version: 2,
  title: 'Pearce-Hall',
  summary:
    'A cue is learned about as long as what follows it surprises: its associability is a running average of past surprise. Reward strengthens an excitatory link, reward that fails to come an inhibitory one, and the prediction is their difference.',
  citation: { text: 'Pearce & Hall 1980, Psychological Review 87:532', doi: '10.1037/0033-295X.87.6.532' },
  parameters: {
    excitatoryRate: real({
      default: 0.4,
      min: 0,
      max: 1,
      symbol: 'β_E',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Growth of the excitatory link per unit of reward and associability',
    }),
    inhibitoryRate: real({
      default: 0.3,
      min: 0,
      max: 1,
      symbol: 'β_I',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Growth of the inhibitory link per unit of missing reward and associability',
    }),
    associability: real({ default: 0.4, min: 0, max: 1, symbol: 'α₀', help: 'Associability of a new cue' }),
    surpriseLearning: real({
      default: 0.3,
      min: 0,
      max: 1,
      symbol: 'γ',
      unit: 'per trial',
      help: 'Share of the latest surprise in associability',
    }),
    ceiling: associabilityCeiling,
  },
  timescale: 'trial',
  units: [associativeStrength, associability],
  foresight: trialForesight,
  create({ excitatoryRate, inhibitoryRate, associability, surpriseLearning, ceiling }, setup) {
    const most = ceilingOf[ceiling];
    const weights = new Float64Array(setup.size);
    const excitation = new Float64Array(setup.size);
    const inhibition = new Float64Array(setup.size);
    const alphas = new Float64Array(setup.size).fill(associability);
    return trialLearner(
      {
        id: 'pearce-hall',
        weights,
        memory: [excitation, inhibition, alphas],
        associability: alphas,
        learn({ present, error, reward, outcome, factor }) {
          const surprise = Math.abs(error);
          const strength = Math.min(reward, outcome + surprise);
          for (const cue of present) {
            const alpha = alphas[cue];
            if (error > 0) excitation[cue] = excitation[cue] + excitatoryRate * factor * alpha * strength;
            else inhibition[cue] = inhibition[cue] + inhibitoryRate * alpha * surprise;
            weights[cue] = excitation[cue] - inhibition[cue];
            alphas[cue] = Math.min(most, surpriseLearning * surprise + (1 - surpriseLearning) * alpha);
          }
        },
      },
      setup,
    );
  },
});
