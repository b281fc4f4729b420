import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, kernelParameters, learningRate } from '../parameters.ts';
import { choiceKernel } from '../pulls/choice-kernel.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** P(i) in proportion to exp(β Q_i + β_c CK_i). */
export default defineChoiceModel({
  id: 'rescorla-wagner-choice-kernel',
  version: 1,
  title: 'Rescorla-Wagner with a choice kernel',
  summary: 'Chooses by value and, apart from that, what it has chosen often and lately.',
  equation: 'Q ← Q + α (r - Q) of the chosen option; CK ← CK + α_c (1[chosen] - CK) of all; P(i) ∝ exp(β Qᵢ + β_c CKᵢ)',
  citation: { text: 'Wilson & Collins 2019, eLife 8:e49547', doi: '10.7554/eLife.49547' },
  parameters: () => [learningRate, inverseTemperature, ...kernelParameters],
  process(shape) {
    const { options } = shape;
    const values = new RescorlaWagnerValues(shape, { temperature: 1, learning: [0, 0] });
    const kernel = choiceKernel(options, { rate: 2, temperature: 3 });
    return softmaxProcess({ options, size: 4, pulls: [values, kernel], values });
  },
});
