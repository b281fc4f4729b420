import { defineChoiceModel } from '../choice-model.ts';
import { modelBasedWeight, repetition, secondRate, secondTemperature } from '../two-step/parameters.ts';
import { placed, twoStepProcess } from '../two-step/two-step-process.ts';
import { twoStep } from '../two-step/two-step-values.ts';

/** The two-step hybrid without model-free values of first choices. */
export default defineChoiceModel({
  id: 'two-step-model-based',
  version: 1,
  title: 'Two-step, model-based',
  stages: 2,
  summary:
    'In a two-step task, values first choices by the second states that they lead to: a reward after a rare transition speaks for the other first choice.',
  equation: 'Q₂ and M as in the two-step hybrid; P(a) ∝ exp(β_MB M(a) + π 1[a chosen last]); P(b) ∝ exp(β₂ Q₂(s, b))',
  citation: {
    text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204',
    doi: '10.1016/j.neuron.2011.02.027',
  },
  parameters: () => [secondRate, modelBasedWeight, secondTemperature, repetition],
  process: (shape) =>
    twoStepProcess(
      shape,
      placed([twoStep.secondRate, twoStep.modelBased, twoStep.secondTemperature, twoStep.perseveration]),
    ),
});
