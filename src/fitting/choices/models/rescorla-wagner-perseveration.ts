import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, learningRate, perseverationStrength } from '../parameters.ts';
import { perseveration } from '../pulls/perseveration.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** Rescorla-Wagner, and π for the option that was chosen last. */
export default defineChoiceModel({
  id: 'rescorla-wagner-perseveration',
  version: 1,
  title: 'Rescorla-Wagner with perseveration',
  summary: 'Tends to repeat its last choice, or to change it if perseveration is negative, whatever came of it.',
  equation: 'Q ← Q + α (r - Q) of the chosen option; P(i) ∝ exp(β Qᵢ + π 1[i chosen last])',
  citation: { text: 'Lau & Glimcher 2005, J Exp Anal Behav 84:555', doi: '10.1901/jeab.2005.110-04' },
  parameters: () => [learningRate, inverseTemperature, perseverationStrength],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 1, learning: [0, 0] });
    return softmaxProcess({ options: shape.options, size: 3, pulls: [values, perseveration(2)], values });
  },
});
