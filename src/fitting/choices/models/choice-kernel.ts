import { defineChoiceModel } from '../choice-model.ts';
import { kernelParameters } from '../parameters.ts';
import { choiceKernel } from '../pulls/choice-kernel.ts';
import { softmaxProcess } from '../softmax-process.ts';

/** CK <- CK + α_c (1[chosen] - CK); P(i) in proportion to exp(β_c CK_i). */
export default defineChoiceModel({
  id: 'choice-kernel',
  version: 1,
  title: 'Choice kernel',
  summary: 'Chooses what it has chosen often and lately. Rewards do not matter.',
  equation: 'CK ← CK + α_c (1[chosen] - CK), 0 at first; P(i) ∝ exp(β_c CKᵢ)',
  citation: { text: 'Wilson & Collins 2019, eLife 8:e49547', doi: '10.7554/eLife.49547' },
  parameters: () => kernelParameters,
  process: ({ options }) =>
    softmaxProcess({ options, size: 2, pulls: [choiceKernel(options, { rate: 0, temperature: 1 })] }),
});
