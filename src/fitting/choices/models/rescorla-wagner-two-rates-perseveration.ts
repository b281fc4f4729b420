import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, perseverationStrength, rate } from '../parameters.ts';
import { perseveration } from '../pulls/perseveration.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** Rescorla-Wagner with a rate for errors of each sign, and π for the option that was chosen last. */
export default defineChoiceModel({
  id: 'rescorla-wagner-two-rates-perseveration',
  version: 1,
  title: 'Rescorla-Wagner with two rates and perseveration',
  summary:
    'A subject who repeats choices looks as one who learns more from positive errors; here both are fitted, so that a difference of rates is not perseveration.',
  equation: 'Q ← Q + α± (r - Q) of the chosen option, α+ if r > Q, otherwise α-; P(i) ∝ exp(β Qᵢ + π 1[i chosen last])',
  citation: { text: 'Sugawara & Katahira 2021, Sci Rep 11:3574', doi: '10.1038/s41598-020-80593-7' },
  parameters: () => [
    rate('positiveRate', 'learning rate of positive errors', 'α+'),
    rate('negativeRate', 'learning rate of negative errors', 'α-'),
    inverseTemperature,
    perseverationStrength,
  ],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 2, learning: [0, 1] });
    return softmaxProcess({ options: shape.options, size: 4, pulls: [values, perseveration(3)], values });
  },
});
