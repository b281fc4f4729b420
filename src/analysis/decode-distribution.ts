import { squared } from '../core/power.ts';

/** A predictor that has converged to an expectile. */
export interface ExpectileChannel {
  /** τ, its asymmetry: α⁺ / (α⁺ + α⁻). */
  readonly tau: number;
  /** V, its prediction, which is the reward that evokes no response. */
  readonly value: number;
}

const samples = 100;
// Enough iterations for 40 channels to come within 1 % of the range of their limits.
const rounds = 1000;

/**
 * Samples of the distribution whose expectiles the channels hold: those z that minimise
 *   Σ_i (Σ_n |τ_i - 1[z_n < V_i]| (z_n - V_i))²
 * (Dabney et al. 2020). Forty expectiles do not determine a hundred samples; undetermined directions keep their initial
 * values, evenly spread over the range. Accelerated gradient descent (Nesterov 1983), within the range; the same input
 * gives the same output.
 * @param range smallest and largest value that a sample can have
 * @returns in increasing order
 */
export function decodeDistribution(
  channels: readonly ExpectileChannel[],
  range: readonly [number, number],
): readonly number[] {
  const [low, high] = range;
  const tau = Float64Array.from(channels, (channel) => channel.tau);
  const value = Float64Array.from(channels, (channel) => channel.value);
  // The gradient changes by at most 2 N Σ_i max(τ, 1 - τ)² times what the samples do.
  const steepest = 2 * samples * tau.reduce((sum, t) => sum + squared(Math.max(t, 1 - t)), 0);
  const z = Float64Array.from({ length: samples }, (_, n) => low + ((high - low) * (n + 0.5)) / samples);
  const ahead = z.slice();
  const gradient = new Float64Array(samples);
  for (let round = 0; round < rounds; round++) {
    descend(tau, value, ahead, gradient);
    const momentum = round / (round + 3);
    for (let n = 0; n < samples; n++) {
      const old = z[n] as number;
      const moved = Math.min(high, Math.max(low, (ahead[n] as number) - (gradient[n] as number) / steepest));
      z[n] = moved;
      ahead[n] = moved + momentum * (moved - old);
    }
  }
  return Array.from(z.sort());
}

/** The gradient of the sum of squares with respect to each sample. */
function descend(tau: Float64Array, value: Float64Array, z: Float64Array, gradient: Float64Array): void {
  gradient.fill(0);
  for (let i = 0; i < tau.length; i++) {
    const [up, expectile] = [tau[i] as number, value[i] as number];
    let imbalance = 0;
    for (let n = 0; n < z.length; n++) {
      const sample = z[n] as number;
      imbalance += (sample < expectile ? 1 - up : up) * (sample - expectile);
    }
    for (let n = 0; n < z.length; n++)
      gradient[n] = (gradient[n] as number) + 2 * imbalance * ((z[n] as number) < expectile ? 1 - up : up);
  }
}
