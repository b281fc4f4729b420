import type { Averages, Mark } from '../contracts/paradigm.ts';
import { alignedFigure } from './aligned-figure.ts';
import { compose, type Placed } from './compose.ts';
import { extent, niceDomain } from './extent.ts';
import type { FigureData } from './figure-data.ts';
import { lightTheme, type Theme } from './theme.ts';

/** A recording and what a model shows of it, in one condition or one trial. */
export interface FitPanel {
  readonly title: string;
  /** What the curves are of, e.g. `80 trials` for their means. */
  readonly note: string;
  readonly align: 'cue' | 'reward';
  readonly marks: readonly Mark[];
  /** Start of each bin, seconds from the event. */
  readonly t: readonly number[];
  /** In the recording's unit; NaN where missing. */
  readonly recorded: readonly number[];
  readonly predicted: readonly number[];
  readonly residual: readonly number[];
}

export interface FitFigureOptions {
  readonly panels: readonly FitPanel[];
  readonly title: string;
  /** Of the recording. */
  readonly unit: string;
  readonly document: Document;
  readonly width: number;
  readonly theme?: Theme;
  /** For a file that may be placed on any background. */
  readonly paper?: boolean;
}

const minPanelWidth = 360;
const curvesHeight = 200;
const residualHeight = 136;

const columnsIn = (panels: number, width: number): number =>
  Math.max(1, Math.min(panels, Math.floor(width / minPanelWidth)));

/** Pixels. */
export const fitHeight = (panels: number, width: number): number =>
  Math.ceil(panels / columnsIn(panels, width)) * (curvesHeight + residualHeight);

/**
 * For each condition, or a single trial, the recording and the model on one axis in one unit, and below them what the model
 * leaves unexplained. All have the same scales.
 */
export function fitFigure({
  panels,
  title,
  unit,
  document,
  width,
  theme = lightTheme,
  paper = false,
}: FitFigureOptions): SVGSVGElement {
  const columns = columnsIn(panels.length, width);
  const own = Math.floor(width / columns);
  const curves = rangeOf(panels.flatMap(({ recorded, predicted }) => [...recorded, ...predicted]));
  const residuals = rangeOf([0, ...panels.flatMap(({ residual }) => residual)]);
  const drawn = panels.flatMap((panel, i): readonly Placed[] => {
    const [x, y] = [(i % columns) * own, Math.floor(i / columns) * (curvesHeight + residualHeight)];
    const shared = { signal: 'rate', document, width: own, theme } as const;
    return [
      {
        x,
        y,
        svg: alignedFigure({
          ...shared,
          data: dataOf(panel, unit, { recorded: panel.recorded, model: panel.predicted }),
          height: curvesHeight,
          heading: `${panel.title}, ${panel.note}`,
          yDomain: curves,
          // Where trials are relative to a baseline; a raw signal is far from it.
          ...(curves[0] <= 0 && curves[1] >= 0 ? { baseline: 0 } : {}),
          yLabel: `${title} (${unit})`,
          timeAxis: 'bare',
        }),
      },
      {
        x,
        y: y + curvesHeight,
        svg: alignedFigure({
          ...shared,
          data: dataOf(panel, unit, { residual: panel.residual }),
          height: residualHeight,
          baseline: 0,
          yDomain: residuals,
          yLabel: `residual (${unit})`,
          labels: 'none',
        }),
      },
    ];
  });
  const label = `${title}, recording and model: ${panels.map((panel) => `${panel.title}, ${panel.note}`).join('; ')}`;
  const description = panels.map((panel) => panelWords(panel, unit)).join(' ');
  return compose({ document, theme, width, height: fitHeight(panels.length, width), label, description, paper }, drawn);
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values.filter(Number.isFinite));
  const room = (high - low) * 0.04;
  return niceDomain([low - room, high + room]);
}

/** Curves as conditions of a figure of averages. */
function dataOf(
  { align, marks, t, title, note }: FitPanel,
  unit: string,
  curves: Readonly<Record<string, readonly number[]>>,
): Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recorded'> {
  return {
    title,
    note,
    rateUnit: unit,
    recorded: [],
    conditions: Object.entries(curves).map(([name, mean]) => {
      const band = { mean, sem: [], n: 1 };
      const averages: Averages = { align, t, n: 1, marks, rpe: band, value: band, rate: band };
      return { id: name, title: name, averages, ...(name === 'residual' ? { isDifference: true } : {}) };
    }),
  };
}

function panelWords({ title, recorded, predicted, residual }: FitPanel, unit: string): string {
  const range = (values: readonly number[]): string => {
    const [low, high] = extent(values.filter(Number.isFinite));
    return `${Number(low.toPrecision(3))} to ${Number(high.toPrecision(3))} ${unit}`;
  };
  return `${title}: recorded ${range(recorded)}, model ${range(predicted)}, residual ${range(residual)}.`;
}
