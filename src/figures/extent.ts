import * as Plot from '@observablehq/plot';

/** Differences below this are rounding, not signal, and must not be scaled up. */
export const minDifference = 1e-9;

/** A round range that holds all values; NaN does not count. */
export function niceDomain(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = extent(finite);
  if (finite.length === 0) return [-1, 1];
  if (high - low < minDifference) return [Math.round(low) - 1, Math.round(high) + 1];
  const scale = Plot.scale({ y: { type: 'linear', domain: [low, high], nice: true } });
  return scale?.domain as [number, number];
}

/** From the minimum to the maximum. */
export function extent(values: readonly number[]): readonly [number, number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}
