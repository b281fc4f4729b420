import { defineChoiceModel } from '../choice-model.ts';
import {
  eligibility,
  firstRate,
  modelBasedWeight,
  modelFreeWeight,
  repetition,
  secondRate,
  secondTemperature,
} from '../two-step/parameters.ts';
import { placed, twoStepProcess } from '../two-step/two-step-process.ts';

const parameters = [
  firstRate,
  secondRate,
  eligibility,
  modelBasedWeight,
  modelFreeWeight,
  secondTemperature,
  repetition,
];

/**
 * The hybrid in other parameters: β_MB = β₁ w, β_MF = β₁ (1 - w). With α₁ = α₂ it is the model of Gillan et al. 2016
 * (10.7554/eLife.11305), whose weights of TD(0) and TD(1) are β_MF (1 - λ) and β_MF λ.
 */
export default defineChoiceModel({
  id: 'two-step-weights',
  version: 1,
  title: 'Two-step hybrid with two weights',
  stages: 2,
  summary:
    'The two-step hybrid with a weight for each of the two values of first choices instead of a temperature and a share: each says how much of one strategy there is.',
  equation:
    'Q, Q₂ and M as in the two-step hybrid; P(a) ∝ exp(β_MB M(a) + β_MF Q(a) + π 1[a chosen last]); P(b) ∝ exp(β₂ Q₂(s, b))',
  citation: {
    text: 'Otto, Raio, Chiang, Phelps & Daw 2013, Proc Natl Acad Sci 110:20941',
    doi: '10.1073/pnas.1312011110',
  },
  parameters: () => parameters,
  derived: [
    {
      id: 'modelBasedShare',
      title: 'share of model-based values',
      symbol: 'w',
      of: ([, , , based, free]) => based / (based + free),
    },
  ],
  process: (shape) => twoStepProcess(shape, placed(parameters.map((_, i) => i))),
});
