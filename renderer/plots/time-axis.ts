import { stepOf, timeMargins } from '../../src/figures/aligned-figure.ts';
import type { TimeEvent } from '../../src/figures/event-marks.ts';
import type { MapClock } from '../../src/figures/map-clock.ts';

/** The time axis of the map. */
export interface TimeAxis {
  /** Pixels. */
  readonly left: number;
  readonly right: number;
  readonly domain: readonly [number, number];
  readonly events: readonly TimeEvent[];
  /** Pixel of a time in seconds. */
  readonly x: (seconds: number) => number;
}

/** The axis of the figure above if the map takes it over; otherwise the whole range of the map's columns. */
export function timeAxis({ shared, events }: MapClock, columns: readonly number[], width: number): TimeAxis {
  const domain = shared ?? wholeDomain(columns);
  const left = timeMargins.left;
  const right = Math.max(left + 1, width - timeMargins.right);
  return {
    left,
    right,
    domain,
    events: events.filter(({ seconds }) => seconds >= domain[0] && seconds <= domain[1]),
    x: (seconds) => left + ((seconds - domain[0]) / (domain[1] - domain[0])) * (right - left),
  };
}

function wholeDomain(columns: readonly number[]): readonly [number, number] {
  return [columns[0] ?? 0, (columns.at(-1) ?? 1) + stepOf(columns)];
}
