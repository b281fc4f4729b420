import * as Plot from '@observablehq/plot';
import { stepOf, timeMargins } from './aligned-figure.ts';
import { colourBar, colourBarWidth } from './colour-bar.ts';
import { compose } from './compose.ts';
import { eventLabels, eventLines, eventRows, placeEvents, type TimeEvent } from './event-marks.ts';
import { divergingScale, heatPixels, symmetricLimit, type ColourScale } from './heat-pixels.ts';
import type { HeatRows } from './heat-rows.ts';
import { drawPanel, panelScales, type Axis, type Margin } from './panel.ts';
import { pixelImage } from './pixel-image.ts';
import { fittingLabel, fontSizes, wrapText } from './text-box.ts';
import { trialTicks } from './trial-ticks.ts';
import { lightTheme, type Theme } from './theme.ts';
import { heatWords } from './words.ts';

export interface HeatMapOptions {
  readonly heat: HeatRows;
  /** Cue and reward. */
  readonly events: readonly TimeEvent[];
  /** Range of the time axis; the map is cut to it. The whole map if absent. */
  readonly domain?: readonly [number, number];
  /** Whether the events are labelled here, or by a figure above on the same axis. */
  readonly eventLabels?: boolean;
  /** Label of the time axis; seconds from the cue if absent. */
  readonly timeLabel?: string;
  /** What a row represents; a trial if absent. */
  readonly rowLabel?: string;
  /** What is shown; the RPE if absent. */
  readonly value?: { readonly what: string; readonly unit: string };
  /** The absolute value with the strongest colour, if several maps share it. */
  readonly limit?: number;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

const beforeBar = 14;
const headingHeight = 15;

/** RPE of every trial: time to the right, trials downward, orange above and purple below zero. */
export function heatMap(options: HeatMapOptions): SVGSVGElement {
  const {
    heat,
    document,
    width,
    height = 230,
    theme = lightTheme,
    rowLabel = 'trial',
    value = { what: 'RPE', unit: 'reward units' },
    limit = symmetricLimit(heat.rpe),
  } = options;
  const scale = divergingScale(theme.diverging, limit);
  const heading = heat.title === undefined ? [] : wrapText(heat.title, width - timeMargins.left - 8, fontSizes.text);
  const margin: Margin = {
    top: heading.length === 0 ? 6 : 5 + heading.length * headingHeight,
    right: timeMargins.right,
    bottom: 42,
    left: timeMargins.left,
  };
  const map = drawMap(options, theme, scale, { margin, heading }, height);
  const bar = colourBar({
    document,
    theme,
    scale,
    label: fittingLabel(`${value.what} (${value.unit})`, height - margin.top - margin.bottom),
    height: height - margin.bottom + 8,
    top: margin.top,
  });
  return compose(
    {
      document,
      theme,
      width,
      height,
      label: `${value.what} of ${heat.title ?? `every ${rowLabel}`}, ${rowLabel}s by time`,
      description: heatWords(heat, `${rowLabel}s`, value),
    },
    [
      { x: 0, y: 0, svg: map },
      { x: Math.min(width - timeMargins.right + beforeBar, width - colourBarWidth), y: 0, svg: bar },
    ],
  );
}

function drawMap(
  options: HeatMapOptions,
  theme: Theme,
  colours: ColourScale,
  { margin, heading }: { readonly margin: Margin; readonly heading: readonly string[] },
  height: number,
): SVGSVGElement {
  const {
    heat,
    events,
    document,
    width,
    domain = heatDomain(heat),
    timeLabel = 'time from cue (s)',
    rowLabel = 'trial',
  } = options;
  const x: Axis = { domain, label: timeLabel, show: 'labelled' };
  const y: Axis = {
    domain: [0, Math.max(1, heat.rows * heat.trialsPerRow)],
    reverse: true,
    label: rowsLabel(heat, rowLabel),
    show: 'labelled',
    ticks: trialTicks(heat.trials),
  };
  const frame = { width, height, margin, x, y };
  const scale = panelScales(frame);
  const placed =
    options.eventLabels === true
      ? placeEvents(events, scale.x, { left: margin.left, right: width - margin.right, top: margin.top })
      : [];
  const insetTop = eventRows(placed, margin.top);
  const { values, columns, from, to } = crop(heat, domain);
  const top = margin.top + insetTop;
  const image = { x: scale.x(from), y: top, width: scale.x(to) - scale.x(from), height: height - margin.bottom - top };
  return drawPanel({
    ...frame,
    insetTop,
    document,
    theme,
    marks: [
      ...(values.length === 0 ? [] : [pixelImage(heatPixels(values, colours), columns, heat.rows, image, 'RPE')]),
      eventLines(events, theme),
      eventLabels(placed, theme),
      heading.length === 0
        ? null
        : Plot.text([heading.join('\n')], {
            frameAnchor: 'top-left',
            dy: 3 - margin.top,
            lineHeight: headingHeight / fontSizes.text,
            fill: theme.soft,
            ariaDescription: 'heading',
          }),
    ],
  });
}

const rowsLabel = ({ trialsPerRow }: HeatRows, row: string): string =>
  trialsPerRow === 1 ? row : `${row} (means of ${trialsPerRow})`;

/** A column is drawn over its step, starting at its time, like a line's value. */
function heatDomain({ t }: HeatRows): readonly [number, number] {
  return [t[0] ?? 0, (t.at(-1) ?? 1) + stepOf(t)];
}

/** The columns within the axis, and the seconds at which they start and end. */
function crop(
  heat: HeatRows,
  [low, high]: readonly [number, number],
): { values: Float32Array; columns: number; from: number; to: number } {
  const step = stepOf(heat.t);
  const tolerance = step / 100;
  const inside = heat.t
    .map((t, column) => ({ t, column }))
    .filter(({ t }) => t >= low - tolerance && t + step <= high + tolerance);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return { values: new Float32Array(0), columns: 0, from: low, to: low };
  const values = new Float32Array(inside.length * heat.rows);
  for (let row = 0; row < heat.rows; row++) {
    const at = row * heat.t.length;
    values.set(heat.rpe.subarray(at + first.column, at + last.column + 1), row * inside.length);
  }
  return { values, columns: inside.length, from: first.t, to: last.t + step };
}
