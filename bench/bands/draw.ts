import type { RandomStream } from '../../src/core/random.ts';

/** Points of a simulated curve. */
export const points = 60;
/** Correlation of points d apart is exp(-d² / (2 width²)). */
const width = 6;
/** Noise that is smoothed by a Gaussian of this standard deviation has that correlation. */
const smoothing = width / Math.SQRT2;
const reach = Math.ceil(4 * smoothing);

const kernel = ((): Float64Array => {
  const shape = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) * (i - reach)) / (2 * smoothing * smoothing)),
  );
  const norm = Math.sqrt(shape.reduce((sum, one) => sum + one * one, 0));
  return shape.map((one) => one / norm);
})();

/** How animals differ at each point; all have mean 0 and variance 1. */
export type Shape = 'normal' | 'heavy-tailed' | 'skewed';

/** Adds `size` times a random smooth curve to `curve`. */
export function addCurve(curve: Float64Array, shape: Shape, size: number, random: RandomStream): void {
  const z = smoothNoise(random);
  if (shape === 'normal') z.forEach((value, i) => (curve[i] = (curve[i] as number) + size * value));
  else if (shape === 'heavy-tailed') {
    // Student's t with 4 degrees of freedom, whose variance is 2: some animals are far from the others as a whole.
    const chiSquared = random.exponential(2) + random.exponential(2);
    const scale = size / Math.sqrt(chiSquared / 4) / Math.SQRT2;
    z.forEach((value, i) => (curve[i] = (curve[i] as number) + scale * value));
  } else {
    // Half the sum of two squared normal variables is exponential with mean 1; skewness 2.
    const other = smoothNoise(random);
    z.forEach((value, i) => {
      const also = other[i] as number;
      curve[i] = (curve[i] as number) + size * ((value * value + also * also) / 2 - 1);
    });
  }
}

const noise = new Float64Array(points + 2 * reach);

function smoothNoise(random: RandomStream): Float64Array {
  for (let i = 0; i < noise.length; i++) noise[i] = random.normal(0, 1);
  const out = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += (kernel[k] as number) * (noise[i + k] as number);
    out[i] = sum;
  }
  return out;
}
