import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, learningRate } from '../parameters.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';
import { twoRateKernel } from '../two-rate-kernel.ts';

/** Q <- Q + α (r - Q) of the chosen option; P(i) = exp(β Q_i) / Σ_j exp(β Q_j). */
export default defineChoiceModel({
  id: 'rescorla-wagner',
  version: 1,
  title: 'Rescorla-Wagner and softmax',
  summary:
    'Learns the value of each option from the errors of its predictions, and chooses better options more often. The usual model of bandit tasks.',
  equation: 'Q ← Q + α (r - Q) of the chosen option; P(i) ∝ exp(β Qᵢ)',
  citation: { text: 'Wilson & Collins 2019, eLife 8:e49547', doi: '10.7554/eLife.49547' },
  parameters: () => [learningRate, inverseTemperature],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 1, learning: [0, 0] });
    return softmaxProcess({ options: shape.options, size: 2, pulls: [values], values });
  },
  fast(trials) {
    const at = twoRateKernel(trials);
    const [three, slopes] = [new Float64Array(3), new Float64Array(3)];
    return (values, gradient) => {
      three[0] = values[0];
      three[1] = values[0];
      three[2] = values[1];
      const height = at(three, slopes);
      if (gradient !== undefined) {
        gradient[0] = slopes[0] + slopes[1];
        gradient[1] = slopes[2];
      }
      return height;
    };
  },
});
