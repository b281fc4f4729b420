import { defineChoiceModel } from '../choice-model.ts';
import {
  eligibility,
  firstRate,
  modelFreeWeight,
  repetition,
  secondRate,
  secondTemperature,
} from '../two-step/parameters.ts';
import { placed, twoStepProcess } from '../two-step/two-step-process.ts';
import { twoStep } from '../two-step/two-step-values.ts';

/** The two-step hybrid without model-based values: SARSA(λ). */
export default defineChoiceModel({
  id: 'two-step-model-free',
  version: 1,
  title: 'Two-step, model-free',
  stages: 2,
  summary: 'In a two-step task, repeats first choices after which there was a reward, wherever they led..',
  equation: 'Q and Q₂ as in the two-step hybrid; P(a) ∝ exp(β_MF Q(a) + π 1[a chosen last]); P(b) ∝ exp(β₂ Q₂(s, b))',
  citation: {
    text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204',
    doi: '10.1016/j.neuron.2011.02.027',
  },
  parameters: () => [firstRate, secondRate, eligibility, modelFreeWeight, secondTemperature, repetition],
  process: (shape) =>
    twoStepProcess(
      shape,
      placed([
        twoStep.firstRate,
        twoStep.secondRate,
        twoStep.eligibility,
        twoStep.modelFree,
        twoStep.secondTemperature,
        twoStep.perseveration,
      ]),
    ),
});
