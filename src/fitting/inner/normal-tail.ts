import { normalDensity, normalProbability } from '../choices/normal.ts';

/** From here on by the continued fraction, which needs this many terms for fifteen digits. */
const far = 3;
const terms = 120;

/** ln of the probability that a standard normal variable is above z, with its first two derivatives. */
export function logNormalTail(z: number): readonly [value: number, first: number, second: number] {
  const mills = millsRatio(z);
  const hazard = 1 / mills;
  return [-(z * z) / 2 - Math.log(2 * Math.PI) / 2 + Math.log(mills), -hazard, -hazard * (hazard - z)];
}

/** That probability over the density: 1 / (z + 1 / (z + 2 / (z + 3 / ...))) (Abramowitz & Stegun 26.2.14). */
function millsRatio(z: number): number {
  if (z < far) return normalProbability(-z) / normalDensity(z);
  let rest = z;
  for (let n = terms; n > 0; n--) rest = z + n / rest;
  return 1 / rest;
}
