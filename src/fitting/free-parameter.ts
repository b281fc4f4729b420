/** A normal prior on the point of a parameter. */
export interface PointPrior {
  readonly mean: number;
  readonly sd: number;
}

/**
 * A parameter that is fitted. Methods move on its point, an unconstrained number; what people read is its value.
 * linear: value = point; log: value = minimum + exp(point); logit: value between minimum and maximum.
 */
export interface FreeParameter {
  readonly id: string;
  readonly title: string;
  readonly symbol?: string;
  readonly unit?: string;
  readonly scale: 'linear' | 'log' | 'logit';
  /** Ignored by `linear`. */
  readonly minimum: number;
  /** Ignored by `linear`; `log` stops there: all points beyond have this value. */
  readonly maximum: number;
  /** Absent: the posterior is the likelihood, and every value is as likely beforehand. */
  readonly prior?: PointPrior;
}

/** The value at a point. */
export function valueAt({ scale, minimum, maximum }: FreeParameter, point: number): number {
  if (scale === 'linear') return point;
  if (scale === 'log') return Math.min(maximum, minimum + Math.exp(point));
  return minimum + (maximum - minimum) * logistic(point);
}

/** The derivative of the value by the point. */
export function slopeAt({ scale, minimum, maximum }: FreeParameter, point: number): number {
  if (scale === 'linear') return 1;
  if (scale === 'log') return minimum + Math.exp(point) < maximum ? Math.exp(point) : 0;
  const share = logistic(point);
  return (maximum - minimum) * share * (1 - share);
}

/** A point with this value; ends of the range, which no point has, are taken a billionth of the range inside. */
export function pointAt({ scale, minimum, maximum }: FreeParameter, value: number): number {
  if (scale === 'linear') return value;
  if (scale === 'log') return Math.log(Math.max(value - minimum, nearly));
  const share = Math.min(1 - nearly, Math.max(nearly, (value - minimum) / (maximum - minimum)));
  return Math.log(share / (1 - share));
}

const nearly = 1e-9;

/** Whether a value is so near an end of its range that data have not determined it (within 1 % of a range, .1 % of a limit). */
export function isAtBound({ scale, minimum, maximum }: FreeParameter, value: number): boolean {
  if (scale === 'linear') return false;
  if (scale === 'log') return value >= maximum * 0.999;
  return value - minimum < (maximum - minimum) / 100 || maximum - value < (maximum - minimum) / 100;
}

const logistic = (point: number): number => 1 / (1 + Math.exp(-point));

/** Natural logarithm of the prior's density at a point, and its derivative; 0 for a flat prior. */
export function logPrior({ prior }: FreeParameter, point: number): readonly [density: number, slope: number] {
  if (prior === undefined) return [0, 0];
  const standard = (point - prior.mean) / prior.sd;
  return [-(standard * standard) / 2 - Math.log(prior.sd) - logRootTwoPi, -standard / prior.sd];
}

const logRootTwoPi = Math.log(2 * Math.PI) / 2;

/** Priors of the field by kind of parameter (rates and shares, inverse temperatures, shifts), on points. */
export const usualPriors = {
  /** Of a share on a logit scale: nearly uniform, with little mass at the ends. */
  share: { mean: 0, sd: 1.5 },
  /** Of an inverse temperature on a log scale. */
  inverseTemperature: { mean: 1, sd: 1 },
  /** Of a shift on a linear scale, such as perseveration. */
  shift: { mean: 0, sd: 1 },
  /** Of a factor on a log scale that is about 1. */
  factor: { mean: 0, sd: 0.5 },
} as const satisfies Readonly<Record<string, PointPrior>>;
