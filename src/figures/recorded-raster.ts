import * as Plot from '@observablehq/plot';
import type { Condition } from '../contracts/paradigm.ts';
import { alignedFigure, timeDomain, timeMargins } from './aligned-figure.ts';
import { compose } from './compose.ts';
import { svgNamespace } from './dom.ts';
import { eventLabels, eventLines, eventRows, mergeMarks, placeEvents } from './event-marks.ts';
import { drawPanel, panelScales, type Axis, type Margin, type PixelScale } from './panel.ts';
import { recordingData, type RecordedMean } from './recording-data.ts';
import { fontSizes, lineHeight, wrapText } from './text-box.ts';
import { categoryStyle, lightTheme, type Theme } from './theme.ts';
import { alignedWords } from './words.ts';

/** A unit in the trials of one condition. */
interface RasterCondition extends RecordedMean {
  /** Spikes of each trial, seconds from the event; the uppermost row first. */
  readonly rows: readonly ArrayLike<number>[];
}

export interface RecordedRasterOptions {
  /** The unit. */
  readonly title: string;
  /** Of all that are shown: a condition's place determines its colour. */
  readonly conditions: readonly RasterCondition[];
  /** Only the conditions aligned on this event. */
  readonly align: Condition['align'];
  readonly binSeconds: number;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

const rasterShare = 0.55;
const unit = 'spikes/s';

/** The raster of a recorded unit, trials grouped by condition, above its PSTH on the same time axis. */
export function recordedRaster(options: RecordedRasterOptions): SVGSVGElement {
  const { title, conditions, align, binSeconds, document, width, height = 360, theme = lightTheme } = options;
  const upper = Math.round(height * rasterShare);
  const data = recordingData(conditions, { title, unit });
  const own = conditions.filter((one) => one.align === align);
  const spikes = own.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.length, 0);
  const mean = alignedFigure({
    data,
    signal: 'rate',
    align,
    document,
    width,
    height: height - upper,
    theme,
    labels: 'none',
    yLabel: unit,
  });
  const shown = data.conditions.filter(({ averages }) => averages.align === align);
  const counted = own.map((one) => `${one.title}: ${one.rows.length} trials`).join('; ');
  const description = `${spikes} spikes. ${counted}. Rate in bins of ${binSeconds} s: ${alignedWords(shown, 'rate', unit)}`;
  return compose({ document, theme, width, height, label: `Spikes of ${title} around the ${align}`, description }, [
    { x: 0, y: 0, svg: rasterOf(options, timeDomain(shown), theme, upper) },
    { x: 0, y: upper, svg: mean },
  ]);
}

/** The rows of one condition in the panel. */
interface Group {
  readonly title: string;
  readonly rows: RasterCondition['rows'];
  readonly style: ReturnType<typeof categoryStyle>;
  /** The first row. */
  readonly from: number;
}

function groupsOf({ conditions, align }: RecordedRasterOptions, theme: Theme): readonly Group[] {
  const groups: Group[] = [];
  let from = 0;
  for (const [i, one] of conditions.entries()) {
    if (one.align !== align || one.rows.length === 0) continue;
    groups.push({
      title: `${one.title}, n\u00a0=\u00a0${one.rows.length}`,
      rows: one.rows,
      style: categoryStyle(theme, i),
      from,
    });
    from += one.rows.length;
  }
  return groups;
}

function rasterOf(
  options: RecordedRasterOptions,
  domain: readonly [number, number],
  theme: Theme,
  height: number,
): SVGSVGElement {
  const { conditions, align, document, width } = options;
  const groups = groupsOf(options, theme);
  const trials = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const margin: Margin = { ...timeMargins, top: 4, bottom: 4 };
  const x: Axis = { domain, show: 'none' };
  const y: Axis = { domain: [0, Math.max(1, trials)], reverse: true, label: 'trials', show: 'labelled', ticks: [] };
  const events = mergeMarks(conditions.filter((one) => one.align === align).flatMap(({ marks }) => marks));
  const placed = placeEvents(events, panelScales({ width, height, margin, x, y }).x, {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
  });
  const frame = { width, height, margin, insetTop: eventRows(placed, margin.top) + 2, x, y };
  const scales = panelScales(frame);
  return drawPanel({
    ...frame,
    document,
    theme,
    marks: [
      eventLines(events, theme),
      Plot.ruleY(
        groups.slice(1).map(({ from }) => from),
        { stroke: theme.faint, ariaDescription: 'next condition' },
      ),
      ...groups.map((group) => spikeTicks(group, domain, scales)),
      ...groupLabels(groups, frame, scales.y, theme),
      eventLabels(placed, theme),
    ],
  });
}

/** Rows lower than this leave no space between them, px. */
const lowRow = 3;

/** All spikes of a condition as one path: a recording has more than a page has room for elements. */
function spikeTicks(
  { rows, style, from, title }: Group,
  [low, high]: readonly [number, number],
  { x, y }: { readonly x: PixelScale; readonly y: PixelScale },
): Plot.Markish {
  const pixels = Math.abs(y(1) - y(0));
  const space = pixels < lowRow ? 0 : 0.1;
  const length = Math.max(1.4, pixels * (1 - 2 * space)).toFixed(2);
  const path = rows.flatMap((times, row) => {
    const top = y(from + row + space).toFixed(2);
    return Array.from(times)
      .filter((time) => time >= low && time <= high)
      .map((time) => `M${x(time).toFixed(2)},${top}v${length}`);
  });
  return (_index, _scales, _values, _dimensions, { document }) => {
    const drawn = document.createElementNS(svgNamespace, 'path');
    drawn.setAttribute('d', path.join(''));
    drawn.setAttribute('stroke', style.stroke);
    drawn.setAttribute('aria-description', `spikes, ${title}`);
    return drawn;
  };
}

/** At the middle of each condition's rows; lower where the one above leaves no room. */
function groupLabels(
  groups: readonly Group[],
  { width, height, margin }: { readonly width: number; readonly height: number; readonly margin: Margin },
  y: PixelScale,
  theme: Theme,
): readonly Plot.Markish[] {
  const px = (value: number) => ({ value: [value], scale: null });
  const left = width - margin.right + 8;
  const all = groups.map((group) => wrapText(group.title, width - left - 2, fontSizes.small));
  const heightOf = (lines: readonly string[]): number => lines.length * fontSizes.small * lineHeight + 2;
  let free = margin.top;
  return groups.map(({ from, rows, style }, i) => {
    const lines = all[i] as readonly string[];
    const below = all.slice(i).reduce((sum, one) => sum + heightOf(one), 0);
    const wanted = (y(from) + y(from + rows.length)) / 2 - heightOf(lines) / 2;
    const top = Math.max(free, Math.min(wanted, height - below));
    free = top + heightOf(lines);
    return Plot.text([lines.join('\n')], {
      x: px(left),
      y: px(top),
      textAnchor: 'start',
      lineAnchor: 'top',
      lineHeight,
      fontSize: fontSizes.small,
      fill: style.label,
      stroke: theme.paper,
      ariaDescription: 'condition',
    });
  });
}
