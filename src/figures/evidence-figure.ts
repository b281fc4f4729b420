import * as Plot from '@observablehq/plot';
import type { EvidenceFigureData } from '../contracts/evidence-figure-data.ts';
import { compose } from './compose.ts';
import { extent, niceDomain } from './extent.ts';
import { drawPanel, type Axis } from './panel.ts';
import { Pile } from './pile.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

const [sumsHeight, trialsHeight, labelLine] = [220, 150, 15] as const;
const margin = { top: 8, right: 20, left: 74 } as const;
/** More have no colour of their own. */
const maxConditions = 6;

type Data = Pick<EvidenceFigureData, 'axis' | 'curves' | 'trials' | 'conditions'>;

const shownConditions = ({ trials, conditions }: Data): readonly string[] =>
  trials.length === 0 || conditions.length > maxConditions ? [] : conditions;

const heightsOf = (data: Data) => ({
  sums: sumsHeight + labelLine * data.curves.length,
  trials: data.trials.length === 0 ? 0 : trialsHeight + labelLine * shownConditions(data).length,
});

/** Pixels. */
export const evidenceHeight = (data: Data): number => heightsOf(data).sums + heightsOf(data).trials;

interface Drawing {
  readonly data: Data;
  readonly document: Document;
  readonly width: number;
  readonly theme: Theme;
}

/** Sums of differences from trial to trial, and below them the differences of single trials by condition. */
export function evidencePanels(drawing: Drawing): SVGSVGElement {
  const { data, document, width, theme } = drawing;
  const pile = new Pile(0);
  const heights = heightsOf(data);
  pile.add(sumsPanel(drawing, heights.sums), heights.sums);
  if (data.trials.length > 0) pile.add(trialsPanel(drawing, heights.trials), heights.trials);
  const words = data.curves
    .map(({ label, cumulative }) => `${label}: ${Number((cumulative.at(-1) ?? 0).toPrecision(3))} in all`)
    .join('; ');
  return compose(
    { document, theme, width, height: evidenceHeight(data), label: `${data.axis}. ${words}`, description: words },
    pile.parts,
  );
}

/** The same with its text, for a file. */
export function evidenceFigure(
  data: EvidenceFigureData,
  document: Document,
  { theme = lightTheme, width = 900 } = {},
): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.skip(sheetEdge);
    const drawn = evidencePanels({ data, document, width, theme });
    pile.add(drawn, evidenceHeight(data));
    return drawn.getAttribute('aria-label') ?? '';
  });
}

const xOf = ({ curves }: Data, show: Axis['show']): Axis => ({
  domain: [0, Math.max(1, ...curves.map(({ cumulative }) => cumulative.length))],
  label: 'trial',
  show,
  spine: true,
});

const zero = (theme: Theme): Plot.Markish => Plot.ruleY([0], { stroke: theme.faint });

function sumsPanel({ data, document, width, theme }: Drawing, height: number): SVGSVGElement {
  const isLast = data.trials.length === 0;
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin: { ...margin, bottom: isLast ? 40 : 10 },
    insetTop: labelLine * data.curves.length + 4,
    x: xOf(data, isLast ? 'labelled' : 'bare'),
    y: {
      domain: niceDomain(extent([0, ...data.curves.flatMap(({ cumulative }) => cumulative)])),
      show: 'labelled',
      label: 'sum of differences',
      ticks: 5,
    },
    marks: [
      zero(theme),
      ...data.curves.flatMap(({ label, colour, cumulative }, row) => [
        Plot.line([0, ...cumulative], {
          x: (_: number, i: number) => i,
          y: (value: number) => value,
          stroke: colourOf(theme.categories, colour),
          strokeWidth: 1.5,
          ariaDescription: label,
        }),
        rowLabel(label, row, colourOf(theme.categoryLabels, colour)),
      ]),
    ],
  });
}

function trialsPanel({ data, document, width, theme }: Drawing, height: number): SVGSVGElement {
  const shown = shownConditions(data);
  const colours = data.trials.map(({ condition }) =>
    shown.length === 0 ? theme.soft : colourOf(theme.categories, condition),
  );
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin: { ...margin, bottom: 40 },
    insetTop: labelLine * shown.length + 4,
    x: xOf(data, 'labelled'),
    y: {
      domain: niceDomain(extent([0, ...data.trials.map(({ difference }) => difference)])),
      show: 'labelled',
      label: 'of a trial',
      ticks: 4,
    },
    marks: [
      zero(theme),
      Plot.ruleX(data.trials, { x: 'trial', y1: 0, y2: 'difference', stroke: (_: unknown, i: number) => colours[i] }),
      Plot.dot(data.trials, { x: 'trial', y: 'difference', r: 1.5, fill: (_: unknown, i: number) => colours[i] }),
      ...shown.map((condition, i) => rowLabel(condition, i, colourOf(theme.categoryLabels, i))),
    ],
  });
}

const colourOf = (colours: readonly string[], i: number): string => colours[i % colours.length] as string;

const rowLabel = (text: string, row: number, fill: string): Plot.Markish =>
  Plot.text([text], { frameAnchor: 'top-left', dx: 4, dy: labelLine * row, fontSize: fontSizes.text, fill });
