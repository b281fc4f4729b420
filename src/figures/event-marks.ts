import * as Plot from '@observablehq/plot';
import type { Averages, Mark } from '../contracts/paradigm.ts';
import { fontSizes, lineHeight, overlap, textBox, type Box } from './text-box.ts';
import type { PixelScale } from './panel.ts';
import type { Theme } from './theme.ts';

/** An event on the time axis, for any condition. */
export interface TimeEvent {
  readonly seconds: number;
  readonly label: string;
}

/** One event per time. If only some conditions have a reward, the line is the reward's: the curves show which. */
export function mergeMarks(marks: readonly Mark[]): readonly TimeEvent[] {
  const times = [...new Set(marks.map(({ seconds }) => seconds))].sort((a, b) => a - b);
  return times.map((seconds) => ({ seconds, label: sharedLabel(marks.filter((mark) => mark.seconds === seconds)) }));
}

function sharedLabel(marks: readonly Mark[]): string {
  const labels = [...new Set(marks.filter(({ event }) => event !== 'omission').map(({ label }) => label))];
  if (labels.length === 0) return marks[0]?.label ?? '';
  return labels.length <= 2 ? labels.join(' / ') : (marks[0]?.event as string);
}

export interface PlacedEvent extends TimeEvent {
  /** Box of its label, in px. */
  readonly box: Box;
}

const padding = 4;
/** Two labels in a row are at least a space apart. */
const apart = (box: Box): Box => ({ ...box, left: box.left - padding, right: box.right + padding });

const rowHeight = fontSizes.text * lineHeight + 1;

/**
 * Labels are at the top, right of their lines, in as many rows as needed to avoid overlap; left of the lines at the
 * right edge if there is room.
 * @param frame of the plot, px
 */
export function placeEvents(
  events: readonly TimeEvent[],
  x: PixelScale,
  { left: leftEdge, right, top }: { readonly left: number; readonly right: number; readonly top: number },
): readonly PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  for (const event of events) {
    const at = x(event.seconds);
    const { right: width } = textBox([event.label], 0, 0, fontSizes.text);
    const isLeft = at + padding + width > right && at - padding - width >= leftEdge;
    const left = isLeft ? at - padding - width : at + padding;
    const boxIn = (row: number): Box => textBox([event.label], left, top + row * rowHeight, fontSizes.text);
    let row = 0;
    while (placed.some((other) => overlap(apart(other.box), boxIn(row)))) row += 1;
    placed.push({ ...event, box: boxIn(row) });
  }
  return placed;
}

/** Height of the labels. */
export const eventRows = (placed: readonly PlacedEvent[], top: number): number =>
  Math.max(0, ...placed.map(({ box }) => box.bottom - top));

export function eventLines(events: readonly TimeEvent[], theme: Theme): Plot.Markish {
  return Plot.ruleX(events, {
    x: 'seconds',
    stroke: theme.soft,
    strokeDasharray: '3.5 2.5',
    strokeWidth: 1,
    ariaDescription: 'event',
  });
}

export function eventLabels(placed: readonly PlacedEvent[], theme: Theme): Plot.Markish {
  return Plot.text(placed, {
    x: { value: ({ box }: PlacedEvent) => box.left, scale: null },
    y: { value: ({ box }: PlacedEvent) => box.top, scale: null },
    text: 'label',
    textAnchor: 'start',
    lineAnchor: 'top',
    fill: theme.soft,
    stroke: theme.paper,
    ariaDescription: 'event label',
  });
}

/**
 * Events of cue- and reward-aligned conditions on one clock, that of the first cue. A condition without a cue time is
 * left out.
 */
export function cueEvents(conditions: readonly { readonly averages: Averages }[]): readonly TimeEvent[] {
  const marks = conditions.flatMap(({ averages }) => {
    const cue = averages.align === 'cue' ? 0 : averages.marks.find(({ event }) => event === 'cue')?.seconds;
    return cue === undefined
      ? []
      : averages.marks.map((mark) => ({ ...mark, seconds: Number((mark.seconds - cue).toFixed(6)) }));
  });
  return mergeMarks(marks);
}
