import { defineChoiceModel } from '../choice-model.ts';
import {
  eligibility,
  firstRate,
  firstTemperature,
  modelBasedShare,
  repetition,
  secondRate,
  secondTemperature,
} from '../two-step/parameters.ts';
import { twoStepProcess, type TwoStepParameters } from '../two-step/two-step-process.ts';
import { twoStep } from '../two-step/two-step-values.ts';

/** A share w of the weight of first choices is that of model-based values; π is in units of value. */
export default defineChoiceModel({
  id: 'two-step-hybrid',
  version: 1,
  title: 'Two-step hybrid',
  stages: 2,
  summary:
    'In a two-step task, values first choices partly by what was earned after them, partly by where they lead. The usual model of such tasks; w and β₁ are hard to tell apart where both strategies earn alike.',
  equation:
    'Q(a) ← Q(a) + α₁ (δ₁ + λ δ₂), δ₁ = Q₂(s, b) - Q(a); Q₂(s, b) ← Q₂(s, b) + α₂ δ₂, δ₂ = r - Q₂(s, b); M(a) = Σ_s P(s | a) max Q₂(s, ·); P(a) ∝ exp(β₁ (w M(a) + (1 - w) Q(a) + π 1[a chosen last])); P(b) ∝ exp(β₂ Q₂(s, b))',
  citation: {
    text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204',
    doi: '10.1016/j.neuron.2011.02.027',
  },
  parameters: () => [
    firstRate,
    secondRate,
    eligibility,
    firstTemperature,
    secondTemperature,
    modelBasedShare,
    repetition,
  ],
  process: (shape) => twoStepProcess(shape, mixed),
});

const [temperature, later, share, strength] = [3, 4, 5, 6];

const mixed: TwoStepParameters = {
  natural(values, natural) {
    const [beta, w] = [values[temperature], values[share]];
    natural.set(values.subarray(0, temperature));
    natural[twoStep.modelBased] = beta * w;
    natural[twoStep.modelFree] = beta * (1 - w);
    natural[twoStep.secondTemperature] = values[later];
    natural[twoStep.perseveration] = beta * values[strength];
  },
  addSlopes(values, slopes, gradient) {
    const [beta, w, pi] = [values[temperature], values[share], values[strength]];
    const { [twoStep.modelBased]: based, [twoStep.modelFree]: free, [twoStep.perseveration]: again } = slopes;
    for (let i = 0; i < temperature; i++) gradient[i] += slopes[i];
    gradient[temperature] += w * based + (1 - w) * free + pi * again;
    gradient[later] += slopes[twoStep.secondTemperature];
    gradient[share] += beta * (based - free);
    gradient[strength] += beta * again;
  },
};
