import * as Plot from '@observablehq/plot';
import { compose } from './compose.ts';
import { extent, niceDomain } from './extent.ts';
import { drawPanel, type Axis } from './panel.ts';
import { lightTheme, type Theme } from './theme.ts';

/** A stretch of a recorded signal, and what a fitted model predicts of it, on equal bins. */
export interface PredictionStretch {
  /** Start of the first bin in the recording, seconds. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  /** In the recording's unit; NaN where missing. */
  readonly recorded: Float64Array;
  readonly predicted: Float64Array;
  /** Kinds of events with their times in the recording, seconds. */
  readonly events: readonly { readonly title: string; readonly seconds: readonly number[] }[];
}

export interface PredictionFigureOptions {
  readonly stretch: PredictionStretch;
  /** Name of the signal, and its unit. */
  readonly signal: string;
  readonly unit: string;
  /** Title of the model. */
  readonly model: string;
  readonly document: Document;
  readonly width: number;
  readonly theme?: Theme;
}

const [curvesHeight, residualHeight, rowHeight] = [210, 140, 13];
const margin = { right: 36, left: 66 } as const;

/** With so many kinds of events, pixels. */
export const predictionHeight = (kinds: number): number => rowHeight * (kinds + 2) + curvesHeight + residualHeight;

/** The recorded signal with the prediction over it, and what is left unexplained below, on one time axis. */
export function predictionFigure({
  stretch,
  signal,
  unit,
  model,
  document,
  width,
  theme = lightTheme,
}: PredictionFigureOptions): SVGSVGElement {
  const { startSeconds, binSeconds, recorded, predicted, events } = stretch;
  const t = Array.from(recorded, (_, i) => startSeconds + (i + 0.5) * binSeconds);
  const x: Axis = { domain: [startSeconds, startSeconds + recorded.length * binSeconds], show: 'bare', spine: true };
  const [ink, colour] = [theme.soft, theme.categories[0] as string];
  const shared = { document, theme, width } as const;
  const residual = recorded.map((value, i) => value - (predicted[i] as number));
  const labels = rowHeight * (events.length + 2);
  const curves = drawPanel({
    ...shared,
    height: curvesHeight + labels,
    margin: { ...margin, top: 6, bottom: 10 },
    insetTop: labels,
    x,
    y: { domain: rangeOf([...recorded, ...predicted]), show: 'labelled', label: `signal (${unit})` },
    marks: [
      ...events.flatMap((kind, row) => eventMarks(kind, row, x.domain, theme)),
      label('recorded', events.length, ink),
      label(model, events.length + 1, theme.categoryLabels[0] as string),
      line(t, recorded, ink, 1),
      line(t, predicted, colour, 1.5),
    ],
  });
  const below = drawPanel({
    ...shared,
    height: residualHeight,
    margin: { ...margin, top: 8, bottom: 38 },
    x: { ...x, show: 'labelled', label: 'time in the recording (s)' },
    y: { domain: rangeOf([0, ...residual]), show: 'labelled', label: `residual (${unit})`, ticks: 4 },
    marks: [Plot.ruleY([0], { stroke: theme.faint }), line(t, residual, theme.ink, 1)],
  });
  const range = (values: Float64Array): string =>
    extent([...values].filter(Number.isFinite))
      .map((value) => Number(value.toPrecision(3)))
      .join(' to ');
  const [from, to] = x.domain.map((seconds) => seconds.toFixed(1));
  return compose(
    {
      ...shared,
      height: predictionHeight(events.length),
      label: `${signal} and ${model}, ${from} to ${to} s`,
      description: `recorded ${range(recorded)} ${unit}, predicted ${range(predicted)}, residual ${range(residual)}.`,
    },
    [
      { x: 0, y: 0, svg: curves },
      { x: 0, y: curvesHeight + labels, svg: below },
    ],
  );
}

const line = (t: readonly number[], values: Float64Array, stroke: string, strokeWidth: number): Plot.Markish =>
  Plot.line(t, { x: t, y: Array.from(values), stroke, strokeWidth, clip: true });

/** In the space above the curves. */
const label = (text: string, row: number, fill: string): Plot.Markish =>
  Plot.text([text], { frameAnchor: 'top-left', dx: 4, dy: rowHeight * row, fill });

/** A tick at each event of a kind, in a row of its own behind its name. */
function eventMarks(
  { title, seconds }: PredictionStretch['events'][number],
  row: number,
  [from, to]: Axis['domain'],
  theme: Theme,
): readonly Plot.Markish[] {
  const shown = seconds.filter((one) => one >= from && one <= to);
  return [
    Plot.text([title], { frameAnchor: 'top-left', dx: 4 - margin.left, dy: rowHeight * row, fill: theme.soft }),
    Plot.text(shown, {
      x: (one: number) => one,
      frameAnchor: 'top',
      text: () => '|',
      dy: rowHeight * row,
      fill: theme.ink,
    }),
  ];
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values.filter(Number.isFinite));
  const room = (high - low || 1) * 0.04;
  return niceDomain([low - room, high + room]);
}
