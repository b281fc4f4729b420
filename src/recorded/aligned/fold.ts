/** A trace folded to pixels: what a vertical line in each pixel column spans. NaN where there is no value. */
export interface FoldedTrace {
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** Part of a trace and the number of pixels that show it. */
export interface View {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly pixels: number;
}

/**
 * Minimum and maximum of the samples in each pixel, never their mean: a spike of one sample stays visible at every zoom.
 * For views in which a pixel holds at least about one sample; closer, the samples themselves are drawn.
 * @param times seconds, not decreasing
 */
export function foldTrace(times: Float64Array, values: Float64Array, view: View): FoldedTrace {
  const folded = emptyTrace(view.pixels);
  for (let i = 0; i < times.length; i++) {
    const value = values[i] as number;
    include(folded, pixelOf(times[i] as number, view), value, value);
  }
  return folded;
}

export const emptyTrace = (pixels: number): FoldedTrace => ({
  min: new Float32Array(pixels).fill(NaN),
  max: new Float32Array(pixels).fill(NaN),
});

export const pixelOf = (seconds: number, { fromSeconds, toSeconds, pixels }: View): number =>
  Math.floor(((seconds - fromSeconds) / (toSeconds - fromSeconds)) * pixels);

/** Widens what a pixel spans; pixels outside and missing values change nothing. */
export function include({ min, max }: FoldedTrace, pixel: number, low: number, high: number): void {
  if (pixel < 0 || pixel >= min.length) return;
  // Comparisons with NaN are false, so the first value replaces it.
  if (!((min[pixel] as number) <= low) && !Number.isNaN(low)) min[pixel] = low;
  if (!((max[pixel] as number) >= high) && !Number.isNaN(high)) max[pixel] = high;
}
