import * as Plot from '@observablehq/plot';
import { power } from '../core/power.ts';
import type { SummaryPoint } from '../contracts/paradigm.ts';
import type { SummaryResult } from '../contracts/result.ts';
import { categoryPanel, type SummarySheet } from './category-panel.ts';
import { compose } from './compose.ts';
import { extent, niceDomain } from './extent.ts';
import { labelMark } from './label-mark.ts';
import { beforeTicks, drawPanel, labelHeight, panelScales, tickWidth, type Axis, type Margin } from './panel.ts';
import { placeLabels } from './place-labels.ts';
import { drawnSeries, type Drawn } from './summary-series.ts';
import { keyEntries, summaryKey } from './summary-key.ts';
import { fontSizes, lineHeight, wrapText } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { summaryWords } from './words.ts';

export interface SummaryOptions {
  readonly summary: SummaryResult;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

const titleHeight = fontSizes.text * lineHeight;
const left = 58;
const right = 14;

/**
 * One number per condition, model next to recording; with straight lines if the paper fits them, side by side if x is
 * categorical.
 */
export function summaryFigure({
  summary,
  document,
  width,
  height = 280,
  theme = lightTheme,
}: SummaryOptions): SVGSVGElement {
  const series = drawnSeries(summary, theme);
  const title = wrapText(summary.title, width - left - right, fontSizes.text);
  const listed = series.filter((one) => isListed(one, summary));
  const key = summaryKey(keyEntries(listed), left, width - right);
  const keyTop = title.length * titleHeight + 4;
  const sheet: SummarySheet = { document, theme, width, height, top: keyTop + key.height + 8, left, right };
  const head = (margin: Margin): Plot.Markish => [
    Plot.text([title.join('\n')], {
      frameAnchor: 'top-left',
      dx: left - margin.left,
      dy: 3 - margin.top,
      lineHeight: titleHeight / fontSizes.text,
      fontWeight: 600,
      ariaDescription: 'title',
    }),
    key.marks(keyTop),
    series.some(({ points }) => points.length > 0)
      ? null
      : Plot.text(['nothing to measure in these trials'], { frameAnchor: 'middle', fill: theme.soft }),
  ];
  const { categories } = summary;
  const panel =
    categories === undefined
      ? tuningPanel(summary, series, listed, sheet, head)
      : categoryPanel({ ...summary, categories }, series, sheet, head);
  return compose({ document, theme, width, height, label: summary.title, description: summaryWords(summary) }, [
    { x: 0, y: 0, svg: panel },
  ]);
}

/** Points over a numeric x, joined or with a fitted line. */
function tuningPanel(
  summary: SummaryResult,
  series: readonly Drawn[],
  listed: readonly Drawn[],
  { document, theme, width, height, top }: SummarySheet,
  head: (margin: Margin) => Plot.Markish,
): SVGSVGElement {
  const x = wrapText(summary.x, width - left - right, fontSizes.text);
  const bottom = 28 + x.length * labelHeight;
  const y = wrapText(summary.y, height - top - bottom + 16, fontSizes.text);
  const of = axes({ ...summary, x: x.join('\n'), y: y.join('\n') }, series);
  const margin: Margin = {
    top,
    right,
    bottom,
    left: Math.max(left, beforeTicks + tickWidth(of.y.domain) + y.length * labelHeight),
  };
  const frame = { width, height, margin, ...of };
  return drawPanel({
    ...frame,
    document,
    theme,
    marks: [
      summary.layout === 'second-on-first' ? unityLine(frame, theme) : zeroLine(frame.y, theme),
      series.map((one) => [...fitMarks(one, frame.x), ...pointMarks(one, theme)]),
      // The name of a single series is in the title.
      series.length === 1
        ? null
        : seriesLabels(
            series.filter((one) => !listed.includes(one)),
            frame,
            theme,
          ),
      head(margin),
    ],
  });
}

/** Lines are labelled directly, unless model and recording overlap, or fit parameters are shown. */
const isListed = ({ fit }: Drawn, { recorded, categories, series }: SummaryResult): boolean =>
  fit !== undefined || recorded !== undefined || (categories !== undefined && series.length > 1);

function axes(
  { x, y, xScale, layout }: SummaryResult,
  series: readonly Drawn[],
): { readonly x: Axis; readonly y: Axis } {
  const points = series.flatMap((one) => one.points);
  const xs = points.map((point) => point.x);
  const distinct = [...new Set(xs)].sort((a, b) => a - b);
  const isLog = xScale === 'log' && xs.every((value) => value > 0);
  const ys = [
    ...points.flatMap((point) => [point.y - (point.sem ?? 0), point.y + (point.sem ?? 0)]),
    ...series.flatMap(({ fit, points: own }) =>
      fit === undefined ? [] : own.map((point) => fit.slope * point.x + fit.intercept),
    ),
  ];
  return {
    x: {
      domain: layout === 'second-on-first' ? niceDomain(xs) : padded(distinct, isLog),
      type: isLog ? 'log' : 'linear',
      label: x,
      show: 'labelled',
      spine: true,
      // A few sizes spaced by factors are the best ticks.
      ...(layout === 'tuning' && distinct.length <= 8 && (isLog || distinct.length >= 3) ? { ticks: distinct } : {}),
    },
    y: { domain: niceDomain(padded(extent(ys), false)), label: y, show: 'labelled', spine: true },
  };
}

/** Margin left and right of the outermost points. */
function padded(sorted: readonly number[], isLog: boolean): readonly [number, number] {
  const [low = 0, high = 1] = [sorted[0], sorted.at(-1)];
  if (low === high) return isLog ? [low / 2, high * 2] : [low - 1, high + 1];
  if (isLog) {
    const factor = power(high / low, 0.05);
    return [low / factor, high * factor];
  }
  const room = (high - low) * 0.04;
  return [low - room, high + room];
}

const zeroLine = ({ domain: [low, high] }: Axis, theme: Theme): Plot.Markish =>
  low <= 0 && high >= 0 ? Plot.ruleY([0], { stroke: theme.faint, ariaDescription: 'zero' }) : null;

/** If both would be equal. */
function unityLine({ x, y }: { readonly x: Axis; readonly y: Axis }, theme: Theme): Plot.Markish {
  const from = Math.max(x.domain[0], y.domain[0]);
  const to = Math.min(x.domain[1], y.domain[1]);
  if (from >= to) return null;
  return Plot.line([from, to], {
    x: (v: number) => v,
    y: (v: number) => v,
    stroke: theme.faint,
    ariaDescription: 'equality',
  });
}

const fitSamples = 40;

/**
 * The fitted line over the range of its points; a curve if the axis is logarithmic. Without a fit the points are
 * joined.
 */
function fitMarks({ points, fit, stroke, dash, title }: Drawn, x: Axis): readonly Plot.Markish[] {
  if (fit === undefined)
    return [
      Plot.line(points, { x: 'x', y: 'y', stroke, strokeWidth: 1.5, strokeDasharray: dash, ariaDescription: title }),
    ];
  const xs = points.map((point) => point.x);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const along = (i: number): number =>
    x.type === 'log' ? from * power(to / from, i / fitSamples) : from + ((to - from) * i) / fitSamples;
  const line = Array.from({ length: fitSamples + 1 }, (_, i) => ({
    x: along(i),
    y: fit.slope * along(i) + fit.intercept,
  }));
  return [Plot.line(line, { x: 'x', y: 'y', stroke, strokeWidth: 1.5, ariaDescription: `${title}, fit` })];
}

function pointMarks({ points, stroke, symbol, title }: Drawn, theme: Theme): readonly Plot.Markish[] {
  const many = points.length > 20;
  return [
    Plot.ruleX(
      points.filter(({ sem }) => (sem ?? 0) > 0),
      {
        x: 'x',
        y1: ({ y, sem }: SummaryPoint) => y - (sem ?? 0),
        y2: ({ y, sem }: SummaryPoint) => y + (sem ?? 0),
        stroke,
        strokeWidth: 1,
        ariaDescription: `${title}, SEM`,
      },
    ),
    Plot.dot(points, {
      x: 'x',
      y: 'y',
      fill: stroke,
      fillOpacity: many ? 0.75 : 1,
      stroke: theme.paper,
      strokeWidth: 0.75,
      symbol,
      r: many ? 3 : 4,
      ariaDescription: title,
    }),
  ];
}

/** Labels next to the lines. */
function seriesLabels(series: readonly Drawn[], frame: Parameters<typeof panelScales>[0], theme: Theme): Plot.Markish {
  const { x, y } = panelScales(frame);
  const labelled = series.map((one) => ({
    lines: wrapText(one.title, 130, fontSizes.text),
    curve: one.points.map((point) => ({ x: x(point.x), y: y(point.y) })),
  }));
  const { margin, width, height } = frame;
  const bounds = { left: margin.left + 4, top: margin.top, right: width - 2, bottom: height - margin.bottom - 2 };
  const places = placeLabels(labelled, { bounds, obstacles: [], verticals: [], fontSize: fontSizes.text });
  return places.map((place, i) =>
    place === undefined ? null : labelMark(place, labelled[i]?.lines ?? [], series[i]?.label ?? theme.ink, theme),
  );
}
