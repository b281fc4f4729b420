import { stepOf, timeDomain, timeMargins } from '../../src/figures/aligned-figure.ts';
import { cueEvents, type TimeEvent } from '../../src/figures/event-marks.ts';
import type { FigureData } from '../../src/figures/figure-data.ts';

/** The time axis of the map: the one of the figure above it, which is aligned on the cue as the map is. */
export interface TimeAxis {
  /** Pixels. */
  readonly left: number;
  readonly right: number;
  readonly domain: readonly [number, number];
  readonly events: readonly TimeEvent[];
  /** Pixel of a time in seconds. */
  readonly x: (seconds: number) => number;
}

/**
 * The axis of the figure above where that figure has one, so that the map can go without numbers of its own between them;
 * else the whole of the map's own columns.
 */
export function timeAxis({ conditions }: FigureData, columns: readonly number[], isShared: boolean, width: number): TimeAxis {
  const domain = isShared ? timeDomain(conditions) : wholeDomain(columns);
  const left = timeMargins.left;
  const right = Math.max(left + 1, width - timeMargins.right);
  return {
    left,
    right,
    domain,
    events: cueEvents(conditions).filter(({ seconds }) => seconds >= domain[0] && seconds <= domain[1]),
    x: (seconds) => left + ((seconds - domain[0]) / (domain[1] - domain[0])) * (right - left),
  };
}

function wholeDomain(columns: readonly number[]): readonly [number, number] {
  return [columns[0] ?? 0, (columns.at(-1) ?? 1) + stepOf(columns)];
}
