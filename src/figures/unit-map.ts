import * as Plot from '@observablehq/plot';
import type { UnitMap } from '../contracts/units.ts';
import { stepOf } from './aligned-figure.ts';
import { colourBar, colourBarWidth } from './colour-bar.ts';
import { compose } from './compose.ts';
import { eventLabels, eventLines, eventRows, mergeMarks, placeEvents } from './event-marks.ts';
import { extent } from './extent.ts';
import { divergingScale, heatPixels, sequentialScale, symmetricLimit, type ColourScale } from './heat-pixels.ts';
import { drawPanel, panelScales, type Axis, type Margin } from './panel.ts';
import { pixelImage } from './pixel-image.ts';
import { fontSizes, lineHeight, textWidth } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { unitWords } from './words.ts';

export interface UnitMapOptions {
  readonly map: UnitMap;
  /** Whether the group, the condition and the number of trials are written above. */
  readonly titled?: boolean;
  /** Maps that share a colour scale; only this one if absent. */
  readonly beside?: readonly UnitMap[];
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly theme?: Theme;
}

/** Position of a map's pixels in its figure, px. */
export interface UnitMapPlace {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const beforeBar = 14;
const beforeLabels = 8;
const widestLabels = 0.28;
const rightMargin = 100;
const titleHeight = 20;

/**
 * Mean of each unit over the trials of a condition: time to the right, units downward; signed signals around zero,
 * others in viridis.
 */
export function unitMap(options: UnitMapOptions): SVGSVGElement {
  const { map, beside = [map], document, width, height, theme = lightTheme, titled = false } = options;
  const extremes = beside.flatMap(({ mean }) => extent(Array.from(mean).filter(Number.isFinite)));
  const scale =
    map.group.signed === true ? divergingScale(theme.diverging, symmetricLimit(extremes)) : sequentialScale(extremes);
  const margin = marginOf(options);
  const bar = colourBar({
    document,
    theme,
    scale,
    label: map.group.unit === '1' ? '' : map.group.unit,
    height: height - margin.bottom + 8,
    top: margin.top,
  });
  return compose({ document, theme, width, height, label: unitTitle(map), description: unitWords(map) }, [
    { x: 0, y: 0, svg: drawMap(options, theme, scale, titled) },
    { x: Math.min(width - margin.right + beforeBar, width - colourBarWidth), y: 0, svg: bar },
  ]);
}

/** `RPE of each channel, predicted, n = 20 trials` */
export const unitTitle = (map: UnitMap): string => `${map.group.title}, ${map.condition}, n = ${countOf(map)}`;

/** `20 trials` */
export const countOf = ({ n, counted = 'trial' }: Pick<UnitMap, 'n' | 'counted'>): string =>
  `${n} ${counted}${n === 1 ? '' : 's'}`;

export function unitMapPlace(options: UnitMapOptions): UnitMapPlace {
  const { width, height } = options;
  const { left, right, top, bottom } = marginOf(options);
  return { left, right: width - right, top: top + insetOf(options), bottom: height - bottom };
}

function marginOf({ map, width, titled = false }: UnitMapOptions): Margin {
  const labels = Math.max(...map.labels.map((label) => textWidth(label, fontSizes.text)));
  return {
    top: titled ? titleHeight : 6,
    right: rightMargin,
    bottom: 42,
    left: Math.ceil(Math.min(widestLabels * width, labels)) + 2 * beforeLabels,
  };
}

const timeAxis = ({ t, align }: UnitMap): Axis => ({
  domain: [t[0] ?? 0, (t.at(-1) ?? 0) + stepOf(t)],
  label: `time from ${align} (s)`,
  show: 'labelled',
});
const unitAxis = ({ labels }: UnitMap): Axis => ({ domain: [0, labels.length], reverse: true, show: 'none' });

function placedEvents(options: UnitMapOptions): ReturnType<typeof placeEvents> {
  const { map, width, height } = options;
  const margin = marginOf(options);
  const scales = panelScales({ width, height, margin, x: timeAxis(map), y: unitAxis(map) });
  return placeEvents(mergeMarks(map.marks), scales.x, {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
  });
}

const insetOf = (options: UnitMapOptions): number => eventRows(placedEvents(options), marginOf(options).top);

function drawMap(options: UnitMapOptions, theme: Theme, colours: ColourScale, titled: boolean): SVGSVGElement {
  const { map, document, width, height } = options;
  const { left, right, top, bottom } = unitMapPlace(options);
  const margin = marginOf(options);
  const placed = placedEvents(options);
  const image = { x: left, y: top, width: right - left, height: bottom - top };
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin,
    insetTop: insetOf(options),
    x: timeAxis(map),
    y: unitAxis(map),
    marks: [
      pixelImage(heatPixels(map.mean, colours), map.t.length, map.labels.length, image, map.group.title),
      eventLines(placed, theme),
      eventLabels(placed, theme),
      unitLabels(map.labels, left - 2 * beforeLabels, (bottom - top) / map.labels.length),
      titled
        ? Plot.text([unitTitle(map)], {
            frameAnchor: 'top-left',
            dx: -margin.left + beforeLabels,
            dy: 3 - margin.top,
            fill: theme.soft,
            ariaDescription: 'heading',
          })
        : null,
    ],
  });
}

/** As many as fit, always including the first. */
function unitLabels(labels: readonly string[], width: number, rowHeight: number): Plot.Markish {
  const every = Math.ceil((fontSizes.text * lineHeight) / rowHeight);
  const shown = labels.flatMap((label, row) =>
    row % every === 0 ? [{ text: shortened(label, width), at: row + 0.5 }] : [],
  );
  return Plot.text(shown, {
    x: { value: () => width + beforeLabels, scale: null },
    y: 'at',
    text: 'text',
    textAnchor: 'end',
    ariaDescription: 'unit',
  });
}

/** The end of a label distinguishes units, so the beginning is cut off. */
function shortened(label: string, width: number): string {
  if (textWidth(label, fontSizes.text) <= width) return label;
  let from = 1;
  while (from < label.length && textWidth(`…${label.slice(from)}`, fontSizes.text) > width) from += 1;
  return `…${label.slice(from)}`;
}
