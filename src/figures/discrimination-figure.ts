import * as Plot from '@observablehq/plot';
import { extent, niceDomain } from './extent.ts';
import { drawPanel, type Axis } from './panel.ts';
import { fontSizes, wrapText } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

/** Which design tells models apart, and how many animals that takes. */
export interface DiscriminationFigureData {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
  readonly models: readonly string[];
  /** What each model predicts in the best design: one panel each. */
  readonly predictions: readonly {
    readonly title: string;
    readonly event: 'cue' | 'reward';
    /** Seconds from the event. */
    readonly t: readonly number[];
    /** One a model, in the order of the models. */
    readonly curves: readonly {
      readonly median: readonly number[];
      readonly low: readonly number[];
      readonly high: readonly number[];
    }[];
  }[];
  readonly unit: string;
  /** How well designs tell the models apart, over each number that varies. */
  readonly varied: readonly {
    /** With its unit. */
    readonly title: string;
    readonly isLog: boolean;
    readonly points: readonly { readonly x: number; readonly y: number; readonly isBest: boolean }[];
  }[];
  /** One a model, when it is the true one, as shares. */
  readonly power: readonly {
    readonly animals: readonly number[];
    readonly share: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
  }[];
  readonly wanted: number;
  /** Animals that are enough for each length of session; null for more than were tried. */
  readonly lengths: readonly { readonly trials: number; readonly enough: number | null }[];
}

const panelHeight = 210;
const margin = { top: 22, right: 14, bottom: 42, left: 56 } as const;
/** Models have a line of the legend each. */
const labelLine = 15;

interface Drawing {
  readonly document: Document;
  readonly theme: Theme;
  readonly width: number;
}

export function discriminationFigure({
  data,
  document,
  width = 900,
  theme = lightTheme,
}: {
  readonly data: DiscriminationFigureData;
  readonly document: Document;
  readonly width?: number;
  readonly theme?: Theme;
}): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    const row = (panels: readonly ((drawing: Drawing) => SVGSVGElement)[]): void => {
      if (panels.length === 0) return;
      const each = width / panels.length;
      pile.skip(sheetEdge);
      pile.addRow(
        panels.map((panel) => panel({ document, theme, width: each })),
        each,
        panelHeight,
      );
    };
    pile.skip(sheetEdge);
    pile.add(legend(data.models, { document, theme, width }), labelLine * data.models.length + 6);
    const y = niceDomain([
      0,
      ...data.predictions.flatMap(({ curves }) => curves.flatMap(({ low, high }) => [...low, ...high])),
    ]);
    row(
      data.predictions.map(
        (prediction, i) => (drawing) => predictionPanel(prediction, { y, unit: data.unit, isFirst: i === 0 }, drawing),
      ),
    );
    row([
      ...data.varied.map((varied) => (drawing: Drawing) => variedPanel(varied, drawing)),
      (drawing) => powerPanel(data, drawing),
      (drawing) => lengthPanel(data, drawing),
    ]);
    pile.skip(sheetEdge);
    return words(data);
  });
}

function legend(models: readonly string[], { document, theme, width }: Drawing): SVGSVGElement {
  const height = labelLine * models.length + 6;
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin: { top: 0, right: 0, bottom: 0, left: 0 },
    x: { domain: [0, width], show: 'none' },
    y: { domain: [height, 0], show: 'none' },
    marks: models.flatMap((model, i) => [
      Plot.line(
        [
          [sheetEdge, labelLine * (i + 0.5)],
          [sheetEdge + 28, labelLine * (i + 0.5)],
        ],
        lineOf(theme, i),
      ),
      Plot.text([model], {
        x: sheetEdge + 36,
        y: labelLine * (i + 0.5),
        textAnchor: 'start',
        fontSize: fontSizes.text,
        fill: theme.categoryLabels[i % theme.categoryLabels.length] as string,
      }),
    ]),
  });
}

const dashes = ['', '6 3', '2 2', '8 3 2 3'] as const;

function lineOf(theme: Theme, model: number) {
  const dash = dashes[model % dashes.length] ?? '';
  return {
    stroke: theme.categories[model % theme.categories.length] as string,
    strokeWidth: 1.5,
    ...(dash === '' ? {} : { strokeDasharray: dash }),
  };
}

/** A panel's name, above it. */
const heading = (words: string, theme: Theme): Plot.Markish =>
  Plot.text([words], {
    frameAnchor: 'top-left',
    dy: 4 - margin.top,
    fontSize: fontSizes.text,
    fontWeight: 600,
    fill: theme.ink,
  });

function predictionPanel(
  { title, event, t, curves }: DiscriminationFigureData['predictions'][number],
  { y, unit, isFirst }: { readonly y: readonly [number, number]; readonly unit: string; readonly isFirst: boolean },
  { document, theme, width }: Drawing,
): SVGSVGElement {
  return drawPanel({
    document,
    theme,
    width,
    height: panelHeight,
    margin,
    x: { domain: extent(t), label: `s from ${event}`, show: 'labelled', spine: true, ticks: 5 },
    y: { domain: y, show: isFirst ? 'labelled' : 'bare', label: `prediction, ${unit}`, spine: true, ticks: 5 },
    marks: [
      heading(wrapText(title, width - margin.left, fontSizes.text)[0] ?? title, theme),
      Plot.ruleY([0], { stroke: theme.faint }),
      Plot.ruleX([0], { stroke: theme.soft, strokeDasharray: '3.5 2.5' }),
      ...curves.flatMap(({ median, low, high }, model) => [
        Plot.areaY(t, { x: t, y1: low, y2: high, fill: lineOf(theme, model).stroke, fillOpacity: 0.16 }),
        Plot.line(t, { x: t, y: median, ...lineOf(theme, model) }),
      ]),
    ],
  });
}

function variedPanel(
  { title, isLog, points }: DiscriminationFigureData['varied'][number],
  { document, theme, width }: Drawing,
): SVGSVGElement {
  const [low, high] = extent(points.map(({ x }) => x));
  const pad = isLog ? 1 : Math.max(high - low, 1) * 0.05;
  const x: Axis = {
    domain: isLog ? [low / 1.1, high * 1.1] : [low - pad, high + pad],
    type: isLog ? 'log' : 'linear',
    label: title,
    show: 'labelled',
    spine: true,
    ticks: 5,
  };
  return drawPanel({
    document,
    theme,
    width,
    height: panelHeight,
    margin,
    x,
    y: {
      domain: niceDomain([0, ...points.map(({ y }) => y)]),
      label: 'evidence per animal, nats',
      show: 'labelled',
      spine: true,
      ticks: 5,
    },
    marks: [
      heading('Hardest pair (filled: best design)', theme),
      Plot.dot(
        points.filter(({ isBest }) => !isBest),
        { x: 'x', y: 'y', r: 3, stroke: theme.ink, ariaDescription: 'designs' },
      ),
      Plot.dot(
        points.filter(({ isBest }) => isBest),
        { x: 'x', y: 'y', r: 4.5, fill: theme.ink, ariaDescription: 'the best design' },
      ),
    ],
  });
}

function powerPanel(
  { power, wanted, models }: DiscriminationFigureData,
  { document, theme, width }: Drawing,
): SVGSVGElement {
  const percent = (all: readonly number[]): readonly number[] => all.map((share) => 100 * share);
  const [low, high] = extent(power.flatMap(({ animals }) => animals));
  return drawPanel({
    document,
    theme,
    width,
    height: panelHeight,
    margin,
    x: {
      domain: low === high ? [low - 1, high + 1] : [low, high],
      label: 'animals',
      show: 'labelled',
      spine: true,
      ticks: 5,
    },
    y: { domain: [0, 100], label: 'true model chosen, %', show: 'labelled', spine: true, ticks: 5 },
    marks: [
      heading('Power, whole session', theme),
      Plot.ruleY([100 * wanted], { stroke: theme.soft, strokeDasharray: '3.5 2.5', ariaDescription: 'wanted' }),
      Plot.ruleY([100 / models.length], { stroke: theme.faint, ariaDescription: 'chance' }),
      ...[
        { words: `${Math.round(100 * wanted)} %`, at: wanted },
        { words: 'chance', at: 1 / models.length },
      ].map(({ words: named, at }) =>
        Plot.text([named], {
          x: high,
          y: 100 * at,
          textAnchor: 'end',
          lineAnchor: 'top',
          dy: 3,
          fill: theme.soft,
          fontSize: fontSizes.small,
        }),
      ),
      ...power.flatMap((one, model) => [
        Plot.areaY(one.animals, {
          x: one.animals,
          y1: percent(one.low),
          y2: percent(one.high),
          fill: lineOf(theme, model).stroke,
          fillOpacity: 0.16,
        }),
        Plot.line(one.animals, { x: one.animals, y: percent(one.share), ...lineOf(theme, model) }),
      ]),
    ],
  });
}

function lengthPanel(
  { lengths, wanted, power }: DiscriminationFigureData,
  { document, theme, width }: Drawing,
): SVGSVGElement {
  const known = lengths.filter(({ enough }) => enough !== null);
  const most = Math.max(1, ...power.flatMap(({ animals }) => animals));
  return drawPanel({
    document,
    theme,
    width,
    height: panelHeight,
    margin,
    x: {
      domain: [0, Math.max(1, ...lengths.map(({ trials }) => trials))],
      label: 'trials',
      show: 'labelled',
      spine: true,
      ticks: 5,
    },
    y: {
      domain: [0, most],
      label: `animals for ${Math.round(100 * wanted)} %`,
      show: 'labelled',
      spine: true,
      ticks: 5,
    },
    marks: [
      heading('Enough animals', theme),
      Plot.line(known, { x: 'trials', y: 'enough', stroke: theme.ink, strokeWidth: 1.5 }),
      Plot.dot(known, { x: 'trials', y: 'enough', r: 3, fill: theme.ink, ariaDescription: 'enough' }),
      Plot.text(
        lengths.filter(({ enough }) => enough === null),
        {
          x: 'trials',
          y: most,
          text: () => `>${most}`,
          lineAnchor: 'top',
          fontSize: fontSizes.small,
          fill: theme.soft,
        },
      ),
    ],
  });
}

const words = ({ models, power, lengths }: DiscriminationFigureData): string =>
  [
    ...power.map(
      ({ animals, share }, model) =>
        `${models[model]} is chosen in ${Math.round(100 * (share[0] ?? 0))} % of experiments with ${animals[0]} animals and ${Math.round(100 * (share.at(-1) ?? 0))} % with ${animals.at(-1)}`,
    ),
    ...lengths.map(({ trials, enough }) => `${trials} trials need ${enough ?? 'more'} animals`),
  ].join('; ');
