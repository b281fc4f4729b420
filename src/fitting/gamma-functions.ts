import { gammaln } from 'simple-statistics';

/** The derivative of log Γ for x > 0: recurrence to where its asymptotic series is exact (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < 10; at++) sum -= 1 / at;
  const inverse = 1 / (at * at);
  const series =
    inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132)))));
  return sum + Math.log(at) - 1 / (2 * at) - series;
}

/**
 * ln Γ(x + 1/2) - ln Γ(x) for x > 0, with its first two derivatives, to about 1e-15: recurrence to where its asymptotic
 * series is exact (the logarithm of Abramowitz & Stegun 6.1.49). The difference of two values of ln Γ would lose digits.
 */
export function halfStepOfLogGamma(x: number): readonly [value: number, first: number, second: number] {
  let [value, first, second] = [0, 0, 0];
  let at = x;
  for (; at < 10; at++) {
    const next = at + 0.5;
    value += Math.log(at / next);
    first += 1 / at - 1 / next;
    second += 1 / (next * next) - 1 / (at * at);
  }
  const square = 1 / (at * at);
  value += Math.log(at) / 2;
  first += 1 / (2 * at);
  second -= square / 2;
  // Terms c / x^n.
  let power = 1 / at;
  halfStepTerms.forEach((c, i) => {
    const n = 2 * i + 1;
    value += c * power;
    first -= (c * n * power) / at;
    second += c * n * (n + 1) * power * square;
    power *= square;
  });
  return [value, first, second];
}

const halfStepTerms = [-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432, 691 / 180224];

const precision = 1e-15;
const maxTerms = 10_000;

/**
 * The probability that a gamma variable of unit scale is at most x: the regularised lower incomplete gamma function, by
 * its series below the mean and its continued fraction above (Press et al. 2007, Numerical Recipes, section 6.2).
 * @param shape > 0
 */
export function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - gammaln(shape));
  if (x > shape + 1) return 1 - scale * aboveFraction(shape, x);
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < maxTerms && term > precision * sum; n++) sum += term *= x / (shape + n);
  return scale * sum;
}

/** Lentz's method. */
function aboveFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < maxTerms; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (b + a * d);
    c = b + a / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < precision) break;
  }
  return fraction;
}
