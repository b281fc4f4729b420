import * as Plot from '@observablehq/plot';
import { power } from '../core/power.ts';
import { minDifference } from './extent.ts';

/** Colours of a map, three bytes each; an odd number, so that in a diverging map the middle one is only zero's. */
export type ColourTable = Uint8Array;

/** Maps values to colours. */
export interface ColourScale {
  /** Values of the first and the last colour; values beyond are clipped. */
  readonly range: readonly [number, number];
  readonly table: ColourTable;
}

const tableSize = 511;

/** @param stops colours from the most negative value through zero to the most positive */
export function divergingTable(stops: readonly string[]): ColourTable {
  const middle = (tableSize - 1) / 2;
  const domain = stops.map((_, i) => (i * (tableSize - 1)) / (stops.length - 1));
  const scale = Plot.scale({ color: { type: 'linear', domain, range: [...stops], interpolate: 'rgb' } });
  const table = new Uint8Array(3 * tableSize);
  for (let i = 0; i < tableSize; i++)
    table.set(channels(scale?.apply(i === middle ? domain[(domain.length - 1) / 2] : i) as string), 3 * i);
  return table;
}

/** `rgb(1, 2, 3)` or `#010203`. */
function channels(colour: string): readonly number[] {
  if (colour.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (colour.match(/\d+/gu) ?? []).slice(0, 3).map(Number);
}

/** Diverging, with zero in the middle. @param limit the absolute value with the strongest colour */
export const divergingScale = (stops: readonly string[], limit: number): ColourScale => ({
  range: [-limit, limit],
  table: divergingTable(stops),
});

/** Viridis, for values without a centre: from 0, or from a negative minimum, up to a round number that none exceeds. */
export function sequentialScale(values: ArrayLike<number>): ColourScale {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const ends = [low < 0 ? -symmetricLimit([low]) : 0, high > 0 ? symmetricLimit([high]) : 0] as const;
  return { range: ends[0] === ends[1] ? [0, 1] : ends, table: viridis() };
}

function viridis(): ColourTable {
  const scale = Plot.scale({ color: { type: 'linear', scheme: 'viridis', domain: [0, tableSize - 1] } });
  const table = new Uint8Array(3 * tableSize);
  for (let i = 0; i < tableSize; i++) table.set(channels(scale?.apply(i) as string), 3 * i);
  return table;
}

/** Values as RGBA bytes, four per value; NaN is transparent. */
export function heatPixels(
  values: ArrayLike<number>,
  { range: [low, high], table }: ColourScale,
  out = new Uint8ClampedArray(4 * values.length),
): Uint8ClampedArray {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      out.fill(0, 4 * i, 4 * i + 4);
      continue;
    }
    const at = 3 * Math.round((tableSize - 1) * Math.max(0, Math.min(1, (value - low) / (high - low))));
    out[4 * i] = table[at] as number;
    out[4 * i + 1] = table[at + 1] as number;
    out[4 * i + 2] = table[at + 2] as number;
    out[4 * i + 3] = 255;
  }
  return out;
}

/** The smallest round number (two digits) that no absolute value exceeds; 1 if all are 0 except for rounding. */
export function symmetricLimit(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number) || 0);
  if (most < minDifference) return 1;
  const unit = power(10, Math.floor(Math.log10(most)) - 1);
  // 0.1 + 0.2 is not 0.3: a value just above a round number counts as that number.
  return Number((Math.ceil(most / unit - 1e-6) * unit).toPrecision(2));
}
