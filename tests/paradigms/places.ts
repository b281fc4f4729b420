import { expect } from 'vitest';
import type { SummaryPoint } from '../../src/contracts/paradigm.ts';

/** At most one point in each category, and none elsewhere. */
export function expectPlaces(points: readonly SummaryPoint[], categories: readonly string[]): void {
  const places = points.map(({ x }) => x);
  expect(new Set(places).size).toBe(places.length);
  for (const place of places) expect(categories[place], `a point at ${place}`).toBeTypeOf('string');
}
