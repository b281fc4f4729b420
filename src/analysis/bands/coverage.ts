import type { BandOf } from './animal-bands.ts';
import measured from './coverage.json' with { type: 'json' };

/** How often bands held the truth in simulated experiments of one kind. `npm run bench -- bands` measures them. */
export interface MeasuredCoverage {
  readonly of: BandOf;
  /** How animals differ from each other. */
  readonly shape: string;
  /** In each group. */
  readonly animals: readonly number[];
  /** Number of experiments behind the percentages. */
  readonly simulations: number;
  /** Percentage of experiments whose simultaneous band contained the whole true curve. */
  readonly simultaneous: number;
  /** The same of the band for symmetric animals; null for differences of groups. */
  readonly ifSymmetric: number | null;
  /** Percentage whose pointwise band contained the true value at one point. */
  readonly pointwise: number;
  /** Median half widths in standard errors. */
  readonly halfWidth: number;
  readonly halfWidthIfSymmetric: number | null;
}

/**
 * What was measured for a band with these numbers of animals: the cells of the largest simulated number that the smaller
 * group reaches. Empty below the smallest simulated number, 5.
 */
export function measuredCoverage(of: BandOf, animals: readonly number[]): readonly MeasuredCoverage[] {
  const cells = (measured.cells as readonly MeasuredCoverage[]).filter((cell) => cell.of === of);
  const reached = cells.map((cell) => Math.min(...cell.animals)).filter((number) => number <= Math.min(...animals));
  return cells.filter((cell) => Math.min(...cell.animals) === Math.max(...reached));
}
