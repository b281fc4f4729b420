import { defineChoiceModel } from '../choice-model.ts';
import { inverseTemperature, rate } from '../parameters.ts';
import { AssociabilityValues } from '../pulls/associability-values.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** Q <- Q + κ A δ; A <- (1 - η) A + η |δ|, 1 at first. */
export default defineChoiceModel({
  id: 'associability',
  version: 1,
  title: 'Associability (Pearce-Hall)',
  summary:
    'Learns faster about options whose outcomes have lately been surprising: the learning rate is a factor times the running mean of unsigned errors.',
  equation: 'Q ← Q + κ A δ; A ← (1 - η) A + η |δ|, 1 at first; δ = r - Q; P(i) ∝ exp(β Qᵢ)',
  citation: { text: 'Li et al. 2011, Nat Neurosci 14:1250', doi: '10.1038/nn.2904' },
  parameters: () => [
    rate('learningRate', 'learning rate at an associability of 1', 'κ'),
    rate('associabilityRate', 'rate of associability', 'η'),
    inverseTemperature,
  ],
  process(shape) {
    const values = new AssociabilityValues(shape, { temperature: 2, learning: [0, 1] });
    return {
      ...softmaxProcess({ options: shape.options, size: 3, pulls: [values], values }),
      associability: (state, option) => values.associability(state, option),
    };
  },
});
