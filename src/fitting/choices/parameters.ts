// Parameters that several models have, with the field's priors.
import { usualPriors, type FreeParameter } from '../free-parameter.ts';

/** A learning rate or another share of what is left. */
export const rate = (id: string, title: string, symbol: string): FreeParameter => ({
  id,
  title,
  symbol,
  scale: 'logit',
  minimum: 0,
  maximum: 1,
  prior: usualPriors.share,
});

export const inverseTemperature: FreeParameter = {
  id: 'inverseTemperature',
  title: 'inverse temperature',
  symbol: 'β',
  unit: 'per reward unit',
  scale: 'log',
  minimum: 0,
  maximum: 50,
  prior: usualPriors.inverseTemperature,
};

export const learningRate = rate('learningRate', 'learning rate', 'α');

export const kernelParameters: readonly [FreeParameter, FreeParameter] = [
  rate('kernelRate', 'rate of the choice kernel', 'α_c'),
  {
    id: 'kernelTemperature',
    title: 'weight of the choice kernel',
    symbol: 'β_c',
    scale: 'log',
    minimum: 0,
    maximum: 50,
    prior: usualPriors.inverseTemperature,
  },
];

export const perseverationStrength: FreeParameter = {
  id: 'perseveration',
  title: 'perseveration',
  symbol: 'π',
  scale: 'linear',
  minimum: -5,
  maximum: 5,
  prior: usualPriors.shift,
};

/** Its prior has the mean and standard deviation that the logit of a variable has which is Beta(1, 20). */
export const lapseRate: FreeParameter = {
  ...rate('lapse', 'share of choices at random', 'ε'),
  prior: { mean: -3.548, sd: 1.302 },
};
