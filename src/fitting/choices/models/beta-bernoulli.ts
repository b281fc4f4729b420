import type { FreeParameter } from '../../free-parameter.ts';
import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature } from '../parameters.ts';
import { CountedValues } from '../pulls/counted-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

const priorWeight: FreeParameter = {
  id: 'priorWeight',
  title: 'weight of the prior, in outcomes',
  symbol: 'κ',
  unit: 'outcomes',
  scale: 'log',
  minimum: 0,
  maximum: 1000,
  // About 2, the weight of a uniform prior, from .3 to 15.
  prior: { mean: Math.LN2, sd: 1 },
};

/** Q = (κ Q₀ + Σ r) / (κ + n), the posterior mean of a constant reward probability with a beta prior. */
export default defineChoiceModel({
  id: 'beta-bernoulli',
  version: 1,
  title: 'Bayesian learner (Beta-Bernoulli)',
  summary:
    'Learns constant reward probabilities by Bayes’ rule: all outcomes of an option count alike, so that it learns less and less from each. Fitted with two learning rates such a learner looks optimistic.',
  equation: 'Q = (κ Q₀ + Σ r) / (κ + n); P(i) ∝ exp(β Qᵢ)',
  citation: { text: 'Godara 2025, arXiv:2505.08049', doi: '10.48550/arXiv.2505.08049' },
  parameters: () => [priorWeight, inverseTemperature],
  process(shape) {
    const values = new CountedValues(shape, { temperature: 1, learning: [0] });
    return softmaxProcess({ options: shape.options, size: 2, pulls: [values], values });
  },
});
