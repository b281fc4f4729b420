import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, rate } from '../parameters.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';
import { twoRateKernel } from '../two-rate-kernel.ts';

/** Q <- Q + α+ (r - Q) if r > Q, otherwise Q <- Q + α- (r - Q). */
export default defineChoiceModel({
  id: 'rescorla-wagner-two-rates',
  version: 1,
  title: 'Rescorla-Wagner with two rates',
  summary:
    'Learns from outcomes that are better than predicted at another rate than from those that are worse. A larger rate for better ones is also found in subjects who learn less and less, or repeat their choices.',
  equation: 'Q ← Q + α± (r - Q) of the chosen option, α+ if r > Q, otherwise α-; P(i) ∝ exp(β Qᵢ)',
  citation: { text: 'Frank et al. 2007, Proc Natl Acad Sci 104:16311', doi: '10.1073/pnas.0706111104' },
  parameters: () => [
    rate('positiveRate', 'learning rate of positive errors', 'α+'),
    rate('negativeRate', 'learning rate of negative errors', 'α-'),
    inverseTemperature,
  ],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 2, learning: [0, 1] });
    return softmaxProcess({ options: shape.options, size: 3, pulls: [values], values });
  },
  fast: twoRateKernel,
});
