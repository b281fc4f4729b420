import { unitMapPlace, type UnitMapOptions } from '../../src/figures/unit-map.ts';
import { shortNumber } from '../ui/words.ts';

/**
 * The value of a map of units at a point of its figure, in words; empty outside the map. @param x px from the figure's
 * top left corner, like y
 */
export function unitReading(options: UnitMapOptions, x: number, y: number): string {
  const { map } = options;
  const { left, right, top, bottom } = unitMapPlace(options);
  const column = Math.floor(((x - left) / (right - left)) * map.t.length);
  const row = Math.floor(((y - top) / (bottom - top)) * map.labels.length);
  const label = map.labels[row];
  const seconds = map.t[column];
  if (label === undefined || seconds === undefined) return '';
  const value = map.mean[row * map.t.length + column] as number;
  return `${label}, ${shortNumber(seconds)} s: ${Number.isNaN(value) ? `no ${map.counted ?? 'trial'}` : shortNumber(value)}`;
}
