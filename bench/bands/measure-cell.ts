import type { AnimalBand, Range } from '../../src/analysis/bands/animal-bands.ts';
import { randomStream } from '../../src/core/random.ts';
import { middle } from '../measure.ts';
import type { Cell } from './cells.ts';
import { points } from './draw.ts';

/** Shares are percentages of the simulated experiments. */
export interface MeasuredCell {
  /** Experiments whose simultaneous band contains the whole true curve. */
  readonly simultaneous: number;
  /** The same of the band for symmetric animals; null for differences of groups. */
  readonly ifSymmetric: number | null;
  /** Experiments whose pointwise band contains the true value at the middle point. */
  readonly pointwise: number;
  /** Median half widths of the simultaneous band and of the one for symmetric animals, in standard errors. */
  readonly halfWidth: number;
  readonly halfWidthIfSymmetric: number | null;
}

export function measureCell({ of, shape, animals, draw }: Cell, simulations: number): MeasuredCell {
  const random = randomStream(1, `bands/${of}/${shape}/${animals.join('/')}`);
  const bands = Array.from({ length: simulations }, () => outcomeOf(draw(random)));
  const share = (of: (one: Outcome) => boolean): number => (100 * bands.filter((one) => of(one)).length) / simulations;
  const isPlain = of === 'group difference';
  return {
    simultaneous: share((one) => one.simultaneous),
    ifSymmetric: isPlain ? null : share((one) => one.ifSymmetric),
    pointwise: share((one) => one.pointwise),
    halfWidth: middle(bands.map((one) => one.critical)),
    halfWidthIfSymmetric: isPlain ? null : middle(bands.map((one) => one.criticalIfSymmetric)),
  };
}

/** Which bands of an experiment contain the true curve. */
interface Outcome {
  readonly simultaneous: boolean;
  readonly ifSymmetric: boolean;
  readonly pointwise: boolean;
  readonly critical: number;
  readonly criticalIfSymmetric: number;
}

const outcomeOf = ({ simultaneous, ifSymmetric, pointwise }: AnimalBand): Outcome => ({
  simultaneous: isZeroEverywhere(simultaneous),
  ifSymmetric: isZeroEverywhere(ifSymmetric),
  pointwise: isZeroWithin(pointwise, points >> 1),
  critical: simultaneous?.critical ?? NaN,
  criticalIfSymmetric: ifSymmetric?.critical ?? NaN,
});

/** The true curves are zero. */
const isZeroEverywhere = (range: Range | undefined): boolean =>
  range?.low.every((_, i) => isZeroWithin(range, i)) ?? false;

const isZeroWithin = ({ low, high }: Range, point: number): boolean =>
  (low[point] as number) <= 0 && 0 <= (high[point] as number);
