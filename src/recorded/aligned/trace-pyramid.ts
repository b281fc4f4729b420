import { firstFrom } from '../first-from.ts';
import { emptyTrace, include, pixelOf, type FoldedTrace, type View } from './fold.ts';

/** Minima and maxima of a whole trace at several scales, for zoom and pan without its samples. */
export interface TracePyramid {
  /** Takes the samples in slices, from the first to the last. Times do not decrease; seconds. */
  add(times: Float64Array, values: Float64Array): void;
  /**
   * What `foldTrace` gives of the samples, with extremes at most one pixel before their place.
   * @returns undefined for pixels shorter than `minPixelSeconds`: fold the samples of the view, which are few
   */
  fold(view: View): FoldedTrace | undefined;
  readonly minPixelSeconds: number;
}

/** Samples of an entry of the finest scale, and entries of a scale that make one of the next. */
const finest = 64;
const factor = 4;
/** An entry is at most this much longer than its samples usually take, so that it does not extend over a gap. */
const slack = 1.5;
/** Scales with fewer entries need no coarser one. */
const minEntries = 4096;

/** One scale: consecutive entries of several samples. */
interface Scale {
  /** No entry is longer than this, seconds. */
  readonly longest: number;
  /** Times of the first and the last sample of each entry. */
  readonly from: number[];
  readonly to: number[];
  /** NaN for an entry without values. */
  readonly min: number[];
  readonly max: number[];
}

/** @param sampleSeconds usual interval between samples */
export function tracePyramid(sampleSeconds: number): TracePyramid {
  const base = emptyScale(slack * finest * sampleSeconds);
  const entries = collector(base, finest);
  let scales: readonly Scale[] | undefined;
  return {
    minPixelSeconds: base.longest,
    add(times, values) {
      scales = undefined;
      for (let i = 0; i < times.length; i++) {
        const [time, value] = [times[i] as number, values[i] as number];
        entries.add(time, time, value, value);
      }
    },
    fold(view) {
      scales ??= scalesOf(base);
      const pixel = (view.toSeconds - view.fromSeconds) / view.pixels;
      const scale = scales.findLast(({ longest }) => longest <= pixel);
      return scale === undefined ? undefined : foldScale(scale, view);
    },
  };
}

const emptyScale = (longest: number): Scale => ({ longest, from: [], to: [], min: [], max: [] });

/** Joins consecutive pieces to entries of a scale, at most `count` pieces each. */
function collector(scale: Scale, count: number) {
  let joined = count;
  return {
    add(from: number, to: number, min: number, max: number): void {
      const last = scale.from.length - 1;
      if (joined === count || to - (scale.from[last] as number) > scale.longest) {
        scale.from.push(from);
        scale.to.push(to);
        scale.min.push(min);
        scale.max.push(max);
        joined = 1;
        return;
      }
      joined += 1;
      scale.to[last] = to;
      // Comparisons with NaN are false: a missing value changes nothing, and the first value replaces a missing one.
      if (!((scale.min[last] as number) <= min) && !Number.isNaN(min)) scale.min[last] = min;
      if (!((scale.max[last] as number) >= max) && !Number.isNaN(max)) scale.max[last] = max;
    },
  };
}

/** From the finest to the coarsest. */
function scalesOf(base: Scale): readonly Scale[] {
  const scales = [base];
  let fine = base;
  while (fine.from.length > minEntries) {
    const coarse = emptyScale(fine.longest * factor);
    const entries = collector(coarse, factor);
    for (let i = 0; i < fine.from.length; i++)
      entries.add(fine.from[i] as number, fine.to[i] as number, fine.min[i] as number, fine.max[i] as number);
    scales.push(coarse);
    fine = coarse;
  }
  return scales;
}

function foldScale({ from, to, min, max }: Scale, view: View): FoldedTrace {
  const folded = emptyTrace(view.pixels);
  // From the first entry that ends in the view.
  for (let i = firstFrom(to, view.fromSeconds); i < from.length && (from[i] as number) < view.toSeconds; i++) {
    const seconds = Math.max(from[i] as number, view.fromSeconds);
    include(folded, pixelOf(seconds, view), min[i] as number, max[i] as number);
  }
  return folded;
}
