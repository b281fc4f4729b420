import * as Plot from '@observablehq/plot';
import { drawPanel } from './panel.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

/** The ranks of true values among draws of posteriors. */
export interface RankFigureData {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
  readonly panels: readonly {
    readonly title: string;
    /** Data sets with a rank in each bin of equal width. */
    readonly counts: readonly number[];
  }[];
  /** Share of data sets up to the end of each bin but the last, between which uniform ranks are. */
  readonly band: { readonly lows: readonly number[]; readonly highs: readonly number[] };
}

const [width, panelHeight] = [900, 170] as const;
const columns = 4;
const margin = { top: 24, right: 12, bottom: 40, left: 64 } as const;

/** A panel a parameter: the cumulative share of ranks minus that of uniform ones, within its band. */
export function rankFigure(data: RankFigureData, document: Document, theme = lightTheme): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.skip(sheetEdge);
    const each = width / columns;
    for (let from = 0; from < data.panels.length; from += columns)
      pile.addRow(
        data.panels.slice(from, from + columns).map((panel) => panelOf(panel, data.band, { document, theme, each })),
        each,
        panelHeight,
      );
    return data.panels.map((panel) => `${panel.title}: ${widestWords(differencesOf(panel.counts))}`).join('. ');
  });
}

/** Cumulative share minus that of uniform ranks, at the ends of the bins, from 0 to 1. */
function differencesOf(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, one) => sum + one, 0);
  let below = 0;
  return [0, ...counts.map((count, i) => (below += count) / total - (i + 1) / counts.length)];
}

const widestWords = (differences: readonly number[]): string =>
  `largest difference from uniform ranks ${Math.max(...differences.map(Math.abs)).toFixed(3)}`;

function panelOf(
  { title, counts }: RankFigureData['panels'][number],
  { lows, highs }: RankFigureData['band'],
  { document, theme, each }: { readonly document: Document; readonly theme: Theme; readonly each: number },
): SVGSVGElement {
  const at = Array.from({ length: counts.length + 1 }, (_, i) => i / counts.length);
  const between = (ends: readonly number[]): readonly number[] => [
    0,
    ...ends.map((end, i) => end - (at[i + 1] as number)),
    0,
  ];
  const [low, high, differences] = [between(lows), between(highs), differencesOf(counts)];
  const most = 1.15 * Math.max(...[...low, ...high, ...differences].map(Math.abs));
  return drawPanel({
    document,
    theme,
    width: each,
    height: panelHeight,
    margin,
    x: { domain: [0, 1], label: 'rank of the true value', ticks: [0, 0.5, 1], show: 'labelled', spine: true },
    y: { domain: [-most, most], label: 'ECDF - uniform', ticks: 5, show: 'labelled', spine: true },
    marks: [
      Plot.areaY(at, { x: at, y1: [...low], y2: [...high], fill: theme.faint, fillOpacity: 0.5 }),
      Plot.ruleY([0], { stroke: theme.soft, strokeWidth: 0.75 }),
      Plot.line(at, { x: at, y: [...differences], stroke: theme.categories[0] as string, strokeWidth: 1.5 }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dx: 2,
        dy: -18,
        fontSize: fontSizes.text,
        fill: theme.ink,
        fontWeight: 600,
      }),
    ],
  });
}
