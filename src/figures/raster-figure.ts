import * as Plot from '@observablehq/plot';
import type { Averages } from '../contracts/paradigm.ts';
import { alignedFigure, timeDomain, timeMargins } from './aligned-figure.ts';
import { compose } from './compose.ts';
import { eventLabels, eventLines, eventRows, mergeMarks, placeEvents } from './event-marks.ts';
import { drawPanel, panelScales, type Axis, type Margin } from './panel.ts';
import { lightTheme, type Theme } from './theme.ts';
import { trialTicks } from './trial-ticks.ts';
import { alignedWords } from './words.ts';

export interface RasterOptions {
  /** One row per trial: spike times in seconds from the aligned event. */
  readonly rows: readonly { readonly trial: number; readonly times: readonly number[] }[];
  /** The condition of the trials. */
  readonly title: string;
  readonly averages: Averages;
  readonly rateUnit: string;
  /** What a row represents; a trial if absent. */
  readonly rowLabel?: string;
  /** Range of the time axis, seconds; that of the averages if absent. */
  readonly domain?: readonly [number, number];
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

const rasterShare = 0.5;

/** Spikes of single trials above the mean of the recording, on one time axis. */
export function rasterFigure(options: RasterOptions): SVGSVGElement {
  const { rows, title, averages, rateUnit, document, width, height = 320, theme = lightTheme } = options;
  const upper = Math.round(height * rasterShare);
  const condition = { id: title, title, averages };
  const data = { title, note: `n = ${averages.n} trials`, conditions: [condition], rateUnit, recorded: [] };
  const mean = alignedFigure({ data, signal: 'rate', document, width, height: height - upper, theme, labels: 'none' });
  const spikes = rows.reduce((sum, { times }) => sum + times.length, 0);
  const description = `${spikes} spikes in ${rows.length} trials of one neuron. Mean over all neurons: ${alignedWords([condition], 'rate', rateUnit)}`;
  return compose({ document, theme, width, height, label: `Spikes, ${title}`, description }, [
    { x: 0, y: 0, svg: rasterPanel(options, theme, upper) },
    { x: 0, y: upper, svg: mean },
  ]);
}

/** Only the spikes, on a time axis without numbers, for a panel below that has them. */
export function rasterPanel(
  {
    rows,
    title,
    averages,
    document,
    width,
    rowLabel = 'trial',
    domain = timeDomain([{ id: title, title, averages }]),
  }: Omit<RasterOptions, 'rateUnit'>,
  theme: Theme,
  height: number,
): SVGSVGElement {
  const spikes = rows.flatMap(({ times }, row) =>
    times.filter((time) => time >= domain[0] && time <= domain[1]).map((time) => ({ time, row })),
  );
  const margin: Margin = { ...timeMargins, top: 4, bottom: 4 };
  const x: Axis = { domain, show: 'none' };
  const y: Axis = {
    domain: [0, Math.max(1, rows.length)],
    reverse: true,
    label: rowLabel,
    show: 'labelled',
    ticks: trialTicks(rows.length),
  };
  const events = mergeMarks(averages.marks);
  const placed = placeEvents(events, panelScales({ width, height, margin, x, y }).x, {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
  });
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin,
    insetTop: eventRows(placed, margin.top) + 2,
    x,
    y,
    marks: [
      eventLines(events, theme),
      Plot.ruleX(spikes, {
        x: 'time',
        y1: ({ row }: { row: number }) => row + 0.1,
        y2: ({ row }: { row: number }) => row + 0.9,
        strokeWidth: 1,
        ariaDescription: 'spike',
      }),
      eventLabels(placed, theme),
    ],
  });
}
