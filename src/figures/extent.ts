import * as Plot from '@observablehq/plot';

/** A round range that holds all values; NaN does not count. */
export function niceDomain(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) return [-1, 1];
  if (low === high) return [low - 1, high + 1];
  const scale = Plot.scale({ y: { type: 'linear', domain: [low, high], nice: true } });
  return scale?.domain as [number, number];
}

/** From the least to the largest value. */
export function extent(values: readonly number[]): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)];
}
