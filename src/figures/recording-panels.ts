import type { Condition } from '../contracts/paradigm.ts';
import { alignedFigure, type AlignedOptions } from './aligned-figure.ts';
import { heatMap } from './heat-map.ts';
import { meansOf, recordingData, recordingRows, type RecordedCondition, type RowOrder } from './recording-data.ts';
import type { Theme } from './theme.ts';

/** Where a figure is drawn. */
export interface Place {
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** A recorded signal as it is shown. */
export interface ShownSignal {
  /** Its name, and the unit of its values. */
  readonly title: string;
  readonly unit: string;
  /** What each trial was compared with: its window, seconds from the event, is marked on the time axis. */
  readonly baseline?:
    | { readonly mode: 'subtract' | 'z-score' | 'pooled z-score'; readonly range: readonly [number, number] }
    | undefined;
  /** What rows are and means are over; trials if absent. */
  readonly counted?: 'trials' | 'units';
}

/** The unit of the values that are drawn. */
export const shownUnit = ({ unit, baseline }: ShownSignal): string =>
  baseline === undefined || baseline.mode === 'subtract' ? unit : 'SD of baseline';

/** The baseline in words, for notes; '' without one. */
export function baselineWords({ baseline }: ShownSignal): string {
  if (baseline === undefined) return '';
  const { mode, range } = baseline;
  const name = {
    subtract: 'minus baseline',
    'z-score': 'z-score by the own baseline of each trial',
    'pooled z-score': 'z-score by the baselines of all trials',
  };
  return `${name[mode]}, ${range[0]} to ${range[1]} s`;
}

/** The mean of each condition over its rows. */
export const recordedMeans = (
  conditions: readonly RecordedCondition[],
  shown: ShownSignal,
  place: Place,
): SVGSVGElement =>
  alignedFigure({
    ...place,
    data: recordingData(meansOf(conditions), { ...shown, unit: shownUnit(shown) }),
    signal: 'rate',
    yLabel: `${shown.title}${shown.baseline === undefined ? '' : ' minus baseline'} (${shownUnit(shown)})`,
    ...baselineMarks(shown.baseline?.range),
  });

/** What a signal is drawn about: zero and the window that was compared with, or its own mean before the first event. */
export const baselineMarks = (
  range: readonly [number, number] | undefined,
): Pick<AlignedOptions, 'baseline' | 'namesBaseline' | 'spans'> =>
  range === undefined
    ? { namesBaseline: true }
    : { baseline: 0, spans: [{ from: range[0], to: range[1], label: 'baseline' }] };

/** The rows of a condition in an order. */
export const recordedMap = (
  condition: RecordedCondition,
  order: RowOrder,
  shown: ShownSignal,
  place: Place,
): SVGSVGElement =>
  heatMap({
    ...place,
    heat: recordingRows(condition, order),
    events: condition.marks.map(({ seconds, label }) => ({ seconds, label })),
    eventLabels: true,
    value: { what: shown.title, unit: shownUnit(shown) },
    rowLabel: shown.counted === 'units' ? 'unit' : rowLabelOf(order),
    timeLabel: timeLabelOf(condition.align),
  });

/** What a row of a sorted map is called. */
export const rowLabelOf = ({ isSorted }: Pick<RowOrder, 'isSorted'>): string => (isSorted ? 'sorted trial' : 'trial');

export const timeLabelOf = (align: Condition['align']): string => `time from ${align} (s)`;
