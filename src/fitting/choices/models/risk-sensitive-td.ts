import type { FreeParameter } from '../../free-parameter.ts';
import { defineChoiceModel } from '../choice-model.ts';
import { normalDensity, normalProbability } from '../normal.ts';
import { RescorlaWagnerValues } from '../pulls/rescorla-wagner-values.ts';
import { softmaxProcess } from '../softmax-process.ts';
import type { ChoiceProcess } from '../choice-process.ts';
import { twoRateKernel } from '../two-rate-kernel.ts';

/**
 * Rescorla-Wagner with two rates, in the parameters of Zorowitz et al. 2023: β = 10 z1, η+ = Φ(z2 + z3), η- = Φ(z2 - z3),
 * with standard normal z.
 */
export default defineChoiceModel({
  id: 'risk-sensitive-td',
  version: 1,
  title: 'Risk-sensitive TD',
  summary:
    'Learns from positive and negative errors at rates whose mean and difference are the parameters. Inverse temperature may be negative: then worse options are preferred.',
  equation:
    'Q ← Q + η± (r - Q) of the chosen option, η+ if r > Q, otherwise η-; P(i) ∝ exp(β Qᵢ); β = 10 z1, η+ = Φ(z2 + z3), η- = Φ(z2 - z3)',
  citation: { text: 'Niv et al. 2012, J Neurosci 32:551', doi: '10.1523/JNEUROSCI.5498-10.2012' },
  parameters: () => [
    standard('temperature', 'inverse temperature / 10', 'z1'),
    standard('meanRate', 'mean of the learning rates, as a normal quantile', 'z2'),
    standard('rateDifference', 'half the difference of the learning rates, as normal quantiles', 'z3'),
  ],
  derived: [
    { id: 'inverseTemperature', title: 'inverse temperature', symbol: 'β', of: ([z1]) => scale * z1 },
    {
      id: 'positiveRate',
      title: 'learning rate of positive errors',
      symbol: 'η+',
      of: ([, z2, z3]) => normalProbability(z2 + z3),
    },
    {
      id: 'negativeRate',
      title: 'learning rate of negative errors',
      symbol: 'η-',
      of: ([, z2, z3]) => normalProbability(z2 - z3),
    },
  ],
  process(shape) {
    const values = new RescorlaWagnerValues(shape, { temperature: 2, learning: [0, 1] });
    return inQuantiles(softmaxProcess({ options: shape.options, size: 3, pulls: [values], values }));
  },
  fast(trials) {
    const at = twoRateKernel(trials);
    const [natural, slopes] = [new Float64Array(3), new Float64Array(3)];
    return (values, gradient) => {
      toNatural(values, natural);
      const height = at(natural, slopes);
      if (gradient !== undefined) {
        const up = slopes[0] * normalDensity(values[1] + values[2]);
        const down = slopes[1] * normalDensity(values[1] - values[2]);
        gradient[0] = scale * slopes[2];
        gradient[1] = up + down;
        gradient[2] = up - down;
      }
      return height;
    };
  },
});

/** Only for simulations and regressors: the likelihood is the kernel's. */
function inQuantiles(process: ChoiceProcess): ChoiceProcess {
  const natural = new Float64Array(3);
  return {
    ...process,
    begin(values) {
      toNatural(values, natural);
      process.begin(natural);
    },
  };
}

const scale = 10;

/** [z1, z2, z3] to [η+, η-, β]. */
function toNatural(values: Float64Array, natural: Float64Array): void {
  natural[0] = normalProbability(values[1] + values[2]);
  natural[1] = normalProbability(values[1] - values[2]);
  natural[2] = scale * values[0];
}

const standard = (id: string, title: string, symbol: string): FreeParameter => ({
  id,
  title,
  symbol,
  scale: 'linear',
  minimum: -5,
  maximum: 5,
  prior: { mean: 0, sd: 1 },
});
