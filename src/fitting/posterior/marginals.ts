import { valueAt, type FreeParameter } from '../free-parameter.ts';
import { modesOf } from './modes.ts';

/** A quantity that follows from the values of the parameters, such as the difference of two learning rates. */
export interface Derived {
  readonly id: string;
  of(values: Float64Array): number;
}

/** What a posterior says about one quantity. */
export interface Marginal {
  readonly id: string;
  readonly mean: number;
  readonly sd: number;
  /** 2.5, 25, 50, 75 and 97.5 %. */
  readonly quantiles: readonly number[];
  /** Density per unit of the quantity, at these values. */
  readonly values: readonly number[];
  readonly density: readonly number[];
  /** Where its separate modes are; of a parameter, the modes of its point's density, which has no peaks at the ends of a range. */
  readonly modes: readonly number[];
}

/** One axis of a grid, cell by cell. */
export interface Cells {
  readonly width: number;
  readonly points: Float64Array;
  readonly values: Float64Array;
  /** Values at the ends of each cell. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Log densities of the prior. */
  readonly priors: Float64Array;
}

export const shownQuantiles = [0.025, 0.25, 0.5, 0.75, 0.975] as const;
/** @param mass of the cells along the parameter's axis; @param column its value in each cell of the grid, with their weights */
export function ofParameter(
  parameter: FreeParameter,
  { width, points, values, lows, highs }: Cells,
  mass: Float64Array,
  column: Float64Array,
  weights: Float64Array,
): Marginal {
  const quantiles = shownQuantiles.map((share) => {
    let below = 0;
    let cell = 0;
    while (cell < mass.length - 1 && below + mass[cell] < share) below += mass[cell++];
    return valueAt(parameter, points[cell] + ((share - below) / mass[cell] - 0.5) * width);
  });
  // Per unit of the value: a cell reaches half its width to both sides.
  const spans = highs.map((high, cell) => high - lows[cell]);
  const shown = Array.from(points.keys()).filter((cell) => spans[cell] > 0);
  return {
    id: parameter.id,
    ...momentsOf(column, weights),
    quantiles,
    values: shown.map((cell) => values[cell]),
    density: shown.map((cell) => mass[cell] / spans[cell]),
    modes: modesOf(mass).map((cell) => values[cell]),
  };
}

export function momentsOf(values: Float64Array, weights: Float64Array): { readonly mean: number; readonly sd: number } {
  let mean = 0;
  for (let row = 0; row < values.length; row++) mean += weights[row] * values[row];
  let variance = 0;
  for (let row = 0; row < values.length; row++) variance += weights[row] * (values[row] - mean) * (values[row] - mean);
  return { mean, sd: Math.sqrt(variance) };
}

/** Cells of a grid: their numbers, the first axis varying fastest, and their probabilities. */
export interface WeightedCells {
  readonly kept: readonly number[];
  readonly axes: readonly Cells[];
  readonly weights: Float64Array;
}

const fineBins = 1024;
const shownBins = 64;
/** Shown from and to these quantiles. */
const [lowest, highest] = [0.0005, 0.9995];
/** Cells with less do not count. */
const leastWeight = 1e-9;

/** Of each cell the probability is spread over what the quantity covers within it, so that the grid does not show. */
export function ofDerived(derived: Derived, cells: WeightedCells): Marginal {
  const { centres, reaches, weights } = within(derived, cells);
  let [first, last] = [Infinity, -Infinity];
  centres.forEach((centre, row) => {
    first = Math.min(first, centre - reaches[row] / 2);
    last = Math.max(last, centre + reaches[row] / 2);
  });
  const width = (last - first) / fineBins || 1;
  const mass = new Float64Array(fineBins);
  centres.forEach((centre, row) => {
    const reach = Math.max(reaches[row], width);
    const low = (centre - reach / 2 - first) / width;
    const high = low + reach / width;
    for (let bin = Math.max(0, Math.floor(low)); bin < Math.min(fineBins, high); bin++)
      mass[bin] += (weights[row] * (Math.min(high, bin + 1) - Math.max(low, bin))) / (high - low);
  });
  const sums = new Float64Array(fineBins + 1);
  mass.forEach((one, bin) => (sums[bin + 1] = sums[bin] + one));
  const below = (value: number): number => {
    const at = Math.max(0, Math.min(fineBins, (value - first) / width));
    const bin = Math.min(fineBins - 1, Math.floor(at));
    return (sums[bin] + (at - bin) * mass[bin]) / sums[fineBins];
  };
  const quantile = (share: number): number => {
    let bin = 0;
    while (bin < fineBins - 1 && sums[bin + 1] < share * sums[fineBins]) bin++;
    return first + (bin + (share * sums[fineBins] - sums[bin]) / mass[bin]) * width;
  };
  const [from, to] = [quantile(lowest), quantile(highest)];
  const step = (to - from) / shownBins;
  const values = Array.from({ length: shownBins }, (_, i) => from + (i + 0.5) * step);
  const raw = Float64Array.from(values, (value) => below(value + step / 2) - below(value - step / 2));
  const shown = smoothed(smoothed(raw));
  return {
    id: derived.id,
    ...momentsOf(centres, weights),
    quantiles: shownQuantiles.map(quantile),
    values,
    density: Array.from(shown, (one) => one / step),
    modes: modesOf(shown).map((i) => values[i]),
  };
}

/** What is left of the grid's rows, which lie obliquely to the quantity. */
function smoothed(mass: Float64Array): Float64Array {
  const end = mass.length - 1;
  return mass.map((one, i) => (mass[Math.max(0, i - 1)] + 2 * one + mass[Math.min(end, i + 1)]) / 4);
}

/** The quantity in the middle of each cell that counts, and how much it changes across it. */
function within({ of }: Derived, { kept, axes, weights }: WeightedCells) {
  const rows = Array.from(weights.keys()).filter((row) => weights[row] > leastWeight);
  const centres = new Float64Array(rows.length);
  const reaches = new Float64Array(rows.length);
  const at = new Float64Array(axes.length);
  rows.forEach((row, i) => {
    const places = placesOf(kept[row], axes);
    places.forEach((place, a) => (at[a] = axes[a].values[place]));
    centres[i] = of(at);
    let reach = 0;
    places.forEach((place, a) => {
      at[a] = axes[a].highs[place];
      const high = of(at);
      at[a] = axes[a].lows[place];
      reach += Math.abs(high - of(at));
      at[a] = axes[a].values[place];
    });
    // So wide that cells of one row of the grid, obliquely to the quantity, overlap evenly.
    reaches[i] = reach;
  });
  const total = rows.reduce((sum, row) => sum + weights[row], 0);
  return { centres, reaches, weights: Float64Array.from(rows, (row) => weights[row] / total) };
}

/** Of a cell along each axis. */
function placesOf(cell: number, axes: readonly Cells[]): readonly number[] {
  let rest = cell;
  return axes.map(({ points }) => {
    const place = rest % points.length;
    rest = Math.floor(rest / points.length);
    return place;
  });
}
