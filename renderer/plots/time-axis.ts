import { timeDomain, timeMargins } from '../../src/figures/aligned-figure.ts';
import { mergeMarks, type TimeEvent } from '../../src/figures/event-marks.ts';
import type { FigureCondition, FigureData } from '../../src/figures/figure-data.ts';
import type { Mark } from '../../src/contracts/paradigm.ts';

/** The time axis of the map: the one of the figure above it, which is aligned on the cue as the map is. */
export interface TimeAxis {
  /** Pixels. */
  readonly left: number;
  readonly right: number;
  readonly domain: readonly [number, number];
  readonly events: readonly TimeEvent[];
  /** Pixel of a time in seconds. */
  x(seconds: number): number;
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
    events: mergeMarks(conditions.flatMap(marksFromCue)).filter(({ seconds }) => seconds >= domain[0] && seconds <= domain[1]),
    x: (seconds) => left + ((seconds - domain[0]) / (domain[1] - domain[0])) * (right - left),
  };
}

function wholeDomain(columns: readonly number[]): readonly [number, number] {
  const [first = 0, second = 1] = columns;
  const half = (second - first) / 2;
  return [first - half, (columns.at(-1) ?? 1) + half];
}

/** The map's time zero is the cue; a condition that is aligned on its reward says itself when the cue was. */
function marksFromCue({ averages }: FigureCondition): readonly Mark[] {
  const cue = averages.align === 'cue' ? 0 : averages.marks.find(({ event }) => event === 'cue')?.seconds;
  return cue === undefined ? [] : averages.marks.map((mark) => ({ ...mark, seconds: Number((mark.seconds - cue).toFixed(6)) }));
}

/** Whether the figure of a signal has one panel alone, whose time axis a map below can take over. */
export function hasOneAxis({ conditions, recorded, rateUnit }: FigureData, signal: 'rpe' | 'rate'): boolean {
  const besides = signal === 'rate' && (recorded.length > mostOverlaid || recorded.some(({ unit }) => unit !== rateUnit));
  return !besides && conditions.every(({ averages }) => averages.align === 'cue');
}

// More recorded traces than this stand in a panel of their own.
const mostOverlaid = 3;
