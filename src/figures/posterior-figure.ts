import * as Plot from '@observablehq/plot';
import type { PosteriorFigureData, PosteriorPanel } from '../contracts/posterior-figure-data.ts';
import { compose } from './compose.ts';
import { drawPanel, type Axis } from './panel.ts';
import { Pile } from './pile.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

const panelHeight = 200;
const columns = 3;
const maxPanelWidth = 420;
const margin = { top: 8, right: 14, bottom: 42, left: 20 } as const;
const wideRange = 5;
/** Labels stand above the curves, which may lie on each other. */
const labelLine = 15;
const dashes = ['', '6 3', '2 2'] as const;

const columnsOf = (panels: number): number => Math.max(1, Math.min(columns, panels));

/** Of the panels of so many parameters, pixels. */
export const posteriorsHeight = (panels: number): number =>
  Math.ceil(panels / columnsOf(panels)) * (panelHeight + sheetEdge);

/** A panel per parameter. Each curve is drawn to one height: where it is and how wide, not how high, is what it says. */
export function posteriorPanels({
  panels,
  document,
  width,
  theme,
}: {
  readonly panels: readonly PosteriorPanel[];
  readonly document: Document;
  readonly width: number;
  readonly theme: Theme;
}): SVGSVGElement {
  const pile = new Pile(0);
  const inRow = columnsOf(panels.length);
  const each = Math.min(maxPanelWidth, width / inRow);
  for (let from = 0; from < panels.length; from += inRow) {
    const row = panels.slice(from, from + inRow).map((panel) => panelOf(panel, { document, theme, width: each }));
    pile.addRow(row, each, panelHeight);
    pile.skip(sheetEdge);
  }
  const words = panels.map(({ title, curves }) => `${title}: ${curves.map(peakWords).join('; ')}`).join('. ');
  return compose(
    {
      document,
      theme,
      width,
      height: posteriorsHeight(panels.length),
      label: `posteriors. ${words}`,
      description: words,
    },
    pile.parts,
  );
}

/** The same with its text, for a file. */
export function posteriorFigure({
  data,
  document,
  width = 900,
  theme = lightTheme,
}: {
  readonly data: PosteriorFigureData;
  readonly document: Document;
  readonly width?: number;
  readonly theme?: Theme;
}): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.skip(sheetEdge);
    const drawn = posteriorPanels({ panels: data.panels, document, width, theme });
    pile.add(drawn, posteriorsHeight(data.panels.length));
    return drawn.getAttribute('aria-label') ?? '';
  });
}

type Curve = PosteriorPanel['curves'][number];

const peakOf = ({ density }: Curve): number =>
  density.reduce((best, one, i) => (one > (density[best] ?? 0) ? i : best), 0);

const peakWords = (curve: Curve): string =>
  `${curve.label} highest at ${Number((curve.values[peakOf(curve)] ?? 0).toPrecision(3))}`;

function panelOf(
  { title, isLog, curves }: PosteriorPanel,
  { document, theme, width }: { readonly document: Document; readonly theme: Theme; readonly width: number },
): SVGSVGElement {
  const all = curves.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x: Axis = {
    domain: [low, high],
    // A narrow range has hardly a tick on a log scale.
    type: isLog && high > wideRange * low ? 'log' : 'linear',
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
    insetTop: labelLine * (Math.max(0, ...curves.map(({ colour }) => colour)) + 1) + 4,
    x,
    y: { domain: [0, 1], show: 'none' },
    marks: curves.flatMap((curve, i) =>
      marksOf(curve, theme, curves.findIndex(({ label }) => label === curve.label) === i),
    ),
  });
}

/** @param isFirst of its label, which stands once */
function marksOf(curve: Curve, theme: Theme, isFirst: boolean): readonly Plot.Markish[] {
  const top = curve.density[peakOf(curve)] ?? 1;
  const colour = theme.categories[curve.colour % theme.categories.length] as string;
  return [
    Plot.line(curve.values, {
      x: curve.values,
      y: curve.density.map((one) => one / top),
      stroke: colour,
      strokeWidth: 1.5,
      ...(dashes[curve.colour] === '' ? {} : { strokeDasharray: dashes[curve.colour] ?? '' }),
      ariaDescription: curve.label,
    }),
    ...(isFirst ? [labelOf(curve, theme)] : []),
  ];
}

const labelOf = (curve: Curve, theme: Theme): Plot.Markish =>
  Plot.text([curve.label], {
    frameAnchor: 'top-left',
    dx: 4,
    dy: labelLine * curve.colour,
    fontSize: fontSizes.text,
    fill: theme.categoryLabels[curve.colour % theme.categoryLabels.length] as string,
  });
