/** The density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Beyond it the probability is 0 or 1 to 15 digits. */
const farthest = 8;

/**
 * The probability that a standard normal variable is below x, to about 1e-15, by the series φ(x) (x + x³/3 + x⁵/(3·5) +
 * ...) (Marsaglia 2004, J Stat Softw 11(4), 10.18637/jss.v011.i04).
 */
export function normalProbability(x: number): number {
  if (x < -farthest) return 0;
  if (x > farthest) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + normalDensity(x) * sum;
}
