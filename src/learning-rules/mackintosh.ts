import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { trialForesight, trialLearner } from './trial/trial-learner.ts';
import { associability, associativeStrength } from './trial/trial-units.ts';

/**
 * ΔV_i = α_i β (λ - V_i); Δα_i = θ (|λ - Σ_{j≠i} V_j| - |λ - V_i|), sums over the cues that are present (Mackintosh
 * 1975, the change in α graded by how much better, or worse, the cue predicts than the others together). Both use V and
 * α before the trial. Each cue learns from its own error. The displayed RPE is the reward minus the total prediction, λ
 * - Σ V, because that is what a neuron with input from every cue could signal. So two cues trained separately
 * overpredict together, but neither learns from it. An intervention on the RPE changes the reward that the cues learn
 * from: λ' = Σ V + δ'.
 */
export default defineLearningRule({
  id: 'mackintosh',
  version: 1,
  title: 'Mackintosh',
  summary:
    'Each cue learns from its own error, the reward minus the prediction of this cue alone, at a rate set by the attention to it. Attention goes to the cues that predict the reward better than the other cues present.',
  citation: { text: 'Mackintosh 1975, Psychological Review 82:276', doi: '10.1037/h0076778' },
  parameters: {
    learningRate: real({
      default: 0.4,
      min: 0,
      max: 1,
      symbol: 'β',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Share of the error of a cue that is corrected per trial at full attention',
    }),
    attention: real({ default: 0.4, min: 0, max: 1, symbol: 'α₀', help: 'Attention to a new cue' }),
    attentionLearning: real({
      default: 0.2,
      min: 0,
      max: 1,
      symbol: 'θ',
      unit: 'per trial',
      searched: searchedRates,
      help: 'Change in attention per unit by which the prediction of a cue is better than that of the others',
    }),
    leastAttention: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_min',
      help: 'Minimum attention; the maximum is 1',
    }),
  },
  timescale: 'trial',
  units: [associativeStrength, associability],
  foresight: trialForesight,
  create({ learningRate, attention, attentionLearning, leastAttention }, setup) {
    const weights = new Float64Array(setup.size);
    const alphas = new Float64Array(setup.size).fill(attention);
    return trialLearner(
      {
        id: 'mackintosh',
        weights,
        memory: [alphas],
        associability: alphas,
        learn({ present, predicted, reward, factor }) {
          for (const cue of present) {
            const own = weights[cue];
            const alpha = alphas[cue];
            const advantage = Math.abs(reward - (predicted - own)) - Math.abs(reward - own);
            weights[cue] = own + alpha * learningRate * factor * (reward - own);
            alphas[cue] = Math.min(1, Math.max(leastAttention, alpha + attentionLearning * advantage));
          }
        },
      },
      setup,
    );
  },
});
