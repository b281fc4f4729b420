import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, lapseRate, learningRate } from '../parameters.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** P(i) = (1 - ε) softmax + ε / n. */
export default defineChoiceModel({
  id: 'rescorla-wagner-lapse',
  version: 1,
  title: 'Rescorla-Wagner with lapses',
  summary:
    'A share of choices is made at random, whatever the values: a few lapses do not make a subject look as if it chose inconsistently throughout.',
  equation: 'Q ← Q + α (r - Q) of the chosen option; P(i) = (1 - ε) exp(β Qᵢ) / Σⱼ exp(β Qⱼ) + ε / n',
  citation: { text: 'Nassar & Frank 2016, Curr Opin Behav Sci 11:49', doi: '10.1016/j.cobeha.2016.04.003' },
  parameters: () => [learningRate, inverseTemperature, lapseRate],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 1, learning: [0, 0] });
    return softmaxProcess({ options: shape.options, size: 3, pulls: [values], values, lapse: 2 });
  },
});
