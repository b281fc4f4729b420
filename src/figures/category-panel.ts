import * as Plot from '@observablehq/plot';
import type { SummaryResult } from '../contracts/result.ts';
import { niceDomain } from './extent.ts';
import { beforeTicks, drawPanel, labelHeight, tickWidth, type Axis, type Margin } from './panel.ts';
import type { Drawn } from './summary-series.ts';
import { fontSizes, lineHeight, textWidth, wrapText } from './text-box.ts';
import type { Theme } from './theme.ts';

/** The area of a summary's panel: below `top`, which its title and its key occupy. */
export interface SummarySheet {
  readonly document: Document;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  /** Minimum margins. */
  readonly left: number;
  readonly right: number;
}

type Categorical = SummaryResult & { readonly categories: readonly string[] };

/** Fraction of a category's width used by its bars. */
const filled = 0.78;
/** Gap between two bars, as a fraction of one. */
const between = 0.14;
const nameHeight = fontSizes.text * lineHeight;
const beforeNames = 8;
/** Names with more lines than this are drawn horizontally, next to the bars. */
const maxNameLines = 2;
/** Fraction of the figure's width. */
const widestName = 0.42;

/**
 * Categories side by side: a bar for each number of the model, a point next to it for the recorded one. Names that are
 * too long to fit below get their own lines.
 */
export function categoryPanel(
  summary: Categorical,
  series: readonly Drawn[],
  sheet: SummarySheet,
  head: (margin: Margin) => Plot.Markish,
): SVGSVGElement {
  const layout = upright(summary, series, sheet) ?? lying(summary, series, sheet);
  const { margin, x, y, names, along, value } = layout;
  const { document, theme, width, height } = sheet;
  const zero = along === 'x' ? Plot.ruleY : Plot.ruleX;
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin,
    x,
    y,
    marks: [
      zero([0], { stroke: theme.faint, ariaDescription: 'zero' }),
      placed(series).flatMap((one) => barMarks(one, { along, value }, theme)),
      names,
      head(margin),
    ],
  });
}

interface Directions {
  /** The axis of the categories, and that of the numbers. */
  readonly along: 'x' | 'y';
  readonly value: 'x' | 'y';
}

interface CategoryLayout extends Directions {
  readonly margin: Margin;
  readonly x: Axis;
  readonly y: Axis;
  readonly names: Plot.Markish;
}

/** Categories from left to right, their names below; undefined if they do not fit. */
function upright(summary: Categorical, series: readonly Drawn[], sheet: SummarySheet): CategoryLayout | undefined {
  const { width, height, top, left, right, theme } = sheet;
  const { categories } = summary;
  const domain = valueDomain(series);
  const marginLeft = (lines: number): number => Math.max(left, beforeTicks + tickWidth(domain) + lines * labelHeight);
  const roomFor = (space: number): number => (width - space - right) / categories.length - 6;
  const wrapped = categories.map((name) => wrapText(name, roomFor(marginLeft(2)), fontSizes.text));
  const isTooWide = wrapped.flat().some((line) => textWidth(line, fontSizes.text) > roomFor(marginLeft(2)));
  const nameLines = Math.max(...wrapped.map(({ length }) => length));
  if (isTooWide || nameLines > maxNameLines) return undefined;
  const label = wrapText(summary.x, width - left - right, fontSizes.text);
  const bottom = beforeNames + nameLines * nameHeight + label.length * labelHeight + 8;
  const y = wrapText(summary.y, height - top - bottom + 16, fontSizes.text);
  const margin: Margin = { top, right, bottom, left: marginLeft(y.length) };
  const px = (at: number) => ({ value: [at], scale: null });
  const middle = margin.left + (width - margin.left - right) / 2;
  return {
    along: 'x',
    value: 'y',
    margin,
    x: { domain: [-0.5, categories.length - 0.5], show: 'none', spine: true },
    y: { domain, label: y.join('\n'), show: 'labelled', spine: true },
    names: [
      ...wrapped.map((lines, at) =>
        Plot.text([lines.join('\n')], {
          x: [at],
          y: px(height - bottom + beforeNames),
          lineAnchor: 'top',
          lineHeight,
          fill: theme.ink,
          ariaDescription: 'category',
        }),
      ),
      Plot.text([label.join('\n')], {
        x: px(middle),
        y: px(height - 4),
        lineAnchor: 'bottom',
        lineHeight: labelHeight / fontSizes.text,
        fill: theme.ink,
        ariaDescription: 'categories',
      }),
    ],
  };
}

/** Categories from top to bottom, their names on the left. */
function lying(summary: Categorical, series: readonly Drawn[], sheet: SummarySheet): CategoryLayout {
  const { width, height, top, right, theme } = sheet;
  const { categories } = summary;
  const wrapped = categories.map((name) => wrapText(name, widestName * width, fontSizes.text));
  const widest = Math.max(...wrapped.flat().map((line) => textWidth(line, fontSizes.text)));
  const marginLeft = 12 + labelHeight + widest;
  const label = wrapText(summary.y, width - marginLeft - right, fontSizes.text);
  const margin: Margin = { top, right, bottom: 28 + label.length * labelHeight, left: marginLeft };
  const px = (at: number) => ({ value: [at], scale: null });
  return {
    along: 'y',
    value: 'x',
    margin,
    x: { domain: valueDomain(series), label: label.join('\n'), show: 'labelled', spine: true, ticks: 5 },
    y: { domain: [-0.5, categories.length - 0.5], reverse: true, show: 'none', spine: true },
    names: [
      ...wrapped.map((lines, at) =>
        Plot.text([lines.join('\n')], {
          x: px(marginLeft - 6),
          y: [at],
          textAnchor: 'end',
          lineHeight: 1,
          fill: theme.ink,
          ariaDescription: 'category',
        }),
      ),
      Plot.text([wrapText(summary.x, height - 8, fontSizes.text).join('\n')], {
        x: px(8),
        y: px(Math.max(height / 2, top + (height - top - margin.bottom) / 2)),
        rotate: -90,
        fill: theme.ink,
        ariaDescription: 'categories',
      }),
    ],
  };
}

/** Bars start at zero, so it is always on the axis. */
function valueDomain(series: readonly Drawn[]): readonly [number, number] {
  return niceDomain([0, ...series.flatMap(({ points }) => points.flatMap(({ y, sem = 0 }) => [y - sem, y + sem]))]);
}

/** A number of a series with its position along the categories. */
interface Bar {
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

interface PlacedSeries {
  readonly one: Drawn;
  readonly bars: readonly Bar[];
}

/** Every series has its own position in each category, a recorded one next to the model's. */
function placed(series: readonly Drawn[]): readonly PlacedSeries[] {
  const recorded = series.filter(({ isRecorded }) => isRecorded);
  const order = series
    .filter(({ isRecorded }) => !isRecorded)
    .flatMap((one, i) => [one, ...(recorded[i] === undefined ? [] : [recorded[i]])]);
  const own = filled / order.length;
  return order.map((one, place) => ({
    one,
    bars: one.points.map(({ x, y, sem = 0 }) => {
      const from = x - filled / 2 + place * own;
      return {
        from: from + (between * own) / 2,
        to: from + own - (between * own) / 2,
        middle: from + own / 2,
        y,
        low: y - sem,
        high: y + sem,
      };
    }),
  }));
}

function barMarks({ one, bars }: PlacedSeries, { along, value }: Directions, theme: Theme): readonly Plot.Markish[] {
  const { title, stroke, symbol, isRecorded } = one;
  const at = { [along]: 'middle', [value]: 'y' };
  const spread = bars.filter(({ low, high }) => high > low);
  return [
    isRecorded
      ? null
      : Plot.rect(bars, {
          [`${along}1`]: 'from',
          [`${along}2`]: 'to',
          [`${value}1`]: 0,
          [`${value}2`]: 'y',
          fill: stroke,
          fillOpacity: 0.3,
          stroke,
          strokeWidth: 1,
          ariaDescription: `${title}, bar`,
        }),
    spread.length === 0
      ? null
      : Plot.link(spread, {
          [`${along}1`]: 'middle',
          [`${along}2`]: 'middle',
          [`${value}1`]: 'low',
          [`${value}2`]: 'high',
          stroke,
          strokeWidth: 1,
          ariaDescription: `${title}, SEM`,
        }),
    Plot.dot(bars, {
      ...at,
      fill: stroke,
      stroke: theme.paper,
      strokeWidth: 0.75,
      symbol,
      r: 4,
      ariaDescription: title,
    }),
  ];
}
