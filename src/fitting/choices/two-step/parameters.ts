import type { FreeParameter } from '../../free-parameter.ts';
import { inverseTemperature, perseverationStrength, rate } from '../parameters.ts';

const weight = (id: string, title: string, symbol: string): FreeParameter => ({
  ...inverseTemperature,
  id,
  title,
  symbol,
});

export const firstRate = rate('firstRate', 'learning rate of first choices', 'α₁');
export const secondRate = rate('secondRate', 'learning rate of second choices', 'α₂');
export const eligibility = rate('eligibility', 'share of the error at the outcome that first choices learn from', 'λ');
export const firstTemperature = weight('firstTemperature', 'inverse temperature of first choices', 'β₁');
export const secondTemperature = weight('secondTemperature', 'inverse temperature of second choices', 'β₂');
export const modelBasedWeight = weight('modelBasedWeight', 'weight of model-based values', 'β_MB');
export const modelFreeWeight = weight('modelFreeWeight', 'weight of model-free values', 'β_MF');
export const modelBasedShare = rate('modelBasedShare', 'share of model-based values', 'w');
export const repetition: FreeParameter = { ...perseverationStrength, title: 'perseveration of first choices' };
