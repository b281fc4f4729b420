import type uPlot from 'uplot';
import { niceCeiling } from '../../plots/nice.ts';

/** Range of the displayed values: it shrinks slowly and grows at once, so that an axis does not jump with each step. */
const fall = 0.97;
const least = 0.01;
/** Minimum fraction of an axis for its smaller side, if there are values on both sides of zero. */
const minShare = 0.25;
/** Fraction below which a side of zero without current values is removed from the axis. */
const forgotten = 0.3;

/** Round, and symmetric around zero. */
export function followingSymmetricRange(): uPlot.Range.Function {
  let peak = 0;
  return (_, low, high) => {
    peak = Math.max(fall * peak, Math.abs(low ?? 0), Math.abs(high ?? 0), least);
    const nice = niceCeiling(peak);
    return [-nice, nice];
  };
}

/** Round, and includes zero. */
export function followingRange(): uPlot.Range.Function {
  let [above, below] = [0, 0];
  return (_, low, high) => {
    above = Math.max(fall * above, high ?? 0, 0);
    below = Math.max(fall * below, -(low ?? 0), 0);
    const larger = Math.max(above, below);
    if (larger < least) return [0, 1];
    const side = (peak: number, now: number): number =>
      peak === 0 || (now <= 0 && peak < forgotten * larger) ? 0 : niceCeiling(Math.max(peak, minShare * larger));
    return [-side(below, -(low ?? 0)), side(above, high ?? 0)];
  };
}

/** The ends of a range, and zero or, if that is an end, the middle. */
export const rangeTicks = (low: number, high: number): readonly number[] => [
  low,
  low < 0 && high > 0 ? 0 : (low + high) / 2,
  high,
];
