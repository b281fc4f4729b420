import type { TraceNoise } from './trace-noise.ts';

/**
 * A trace in which noise is white with variance 1: y[t] - ρ y[t - 1], and √(1 - ρ²) times the first, over the standard
 * deviation of what is new in each bin.
 */
export function whitened(values: Float64Array, { rho, sd }: Pick<TraceNoise, 'rho' | 'sd'>): Float64Array {
  const scale = 1 / (sd * Math.sqrt(1 - rho * rho));
  const white = new Float64Array(values.length);
  white[0] = values[0] / sd;
  for (let t = 1; t < values.length; t++) white[t] = (values[t] - rho * values[t - 1]) * scale;
  return white;
}
