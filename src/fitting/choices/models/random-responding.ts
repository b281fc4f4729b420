import type { FreeParameter } from '../../free-parameter.ts';
import { defineChoiceModel } from '../choice-model.ts';
import { bias } from '../pulls/bias.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** P(i) in proportion to exp(b_i), where b of the last option is 0. */
export default defineChoiceModel({
  id: 'random-responding',
  version: 1,
  title: 'Random responding',
  summary:
    'Nothing is learned: each option has a constant probability. A model that explains choices no better than this explains nothing of them.',
  equation: 'P(i) ∝ exp(bᵢ), b of the last option 0',
  citation: { text: 'Wilson & Collins 2019, eLife 8:e49547', doi: '10.7554/eLife.49547' },
  parameters: (options) =>
    Array.from({ length: options - 1 }, (_, option): FreeParameter => ({
      id: `bias${option + 1}`,
      title: `log odds of option ${option + 1} against the last`,
      symbol: `b${option + 1}`,
      scale: 'linear',
      minimum: -5,
      maximum: 5,
      prior: { mean: 0, sd: 1.5 },
    })),
  process: ({ options }) => softmaxProcess({ options, size: options - 1, pulls: [bias(options)] }),
});
