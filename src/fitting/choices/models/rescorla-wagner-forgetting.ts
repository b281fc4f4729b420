import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, learningRate, rate } from '../parameters.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** Rescorla-Wagner, and Q <- (1 - φ) Q of the options that were not chosen. */
export default defineChoiceModel({
  id: 'rescorla-wagner-forgetting',
  version: 1,
  title: 'Rescorla-Wagner with forgetting',
  summary: 'The value of an option decays towards 0 in trials of its state in which another is chosen.',
  equation: 'Q ← Q + α (r - Q) of the chosen option, Q ← (1 - φ) Q of the others; P(i) ∝ exp(β Qᵢ)',
  citation: { text: 'Ito & Doya 2009, J Neurosci 29:9861', doi: '10.1523/JNEUROSCI.6157-08.2009' },
  parameters: () => [learningRate, rate('forgettingRate', 'rate of forgetting', 'φ'), inverseTemperature],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 2, learning: [0, 0, 1] });
    return softmaxProcess({ options: shape.options, size: 3, pulls: [values], values });
  },
});
