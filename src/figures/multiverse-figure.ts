import * as Plot from '@observablehq/plot';
import type { PreprocessingWays } from '../contracts/preprocessing-ways.ts';
import { compose } from './compose.ts';
import { niceDomain } from './extent.ts';
import { drawPanel, panelScales, type Axis, type Margin } from './panel.ts';
import { Pile } from './pile.ts';
import { fontSizes, textWidth } from './text-box.ts';
import { categoryStyle, type Theme } from './theme.ts';

export interface MultiverseFigureOptions {
  readonly data: PreprocessingWays;
  readonly document: Document;
  readonly width: number;
  readonly theme: Theme;
}

const [shareHeight, curveHeight, rowHeight, groupGap] = [58, 210, 15, 7];
const [edge, right, afterNames] = [10, 12, 14];
const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross'] as const;

/** Height of the figure, px. */
export const multiverseHeight = (data: PreprocessingWays): number =>
  shareHeight + curveHeight + matrixHeight(groupsOf(data)) + edge;

/**
 * Models under many ways to preprocess a session: the share of ways in which each wins; and way by way, in the order of
 * the leading model's advantage, by how much it fits better than the best of the others, above what was chosen at each
 * step (a specification curve: Simonsohn et al. 2020, Nat Hum Behav 4:1208).
 */
export function multiverseFigure({ data, document, width, theme }: MultiverseFigureOptions): SVGSVGElement {
  const columns = columnsOf(data);
  const groups = groupsOf(data);
  const names = groups.flatMap(({ options }) => options);
  const left = Math.max(...names.map((name) => textWidth(name, fontSizes.small)), 40) + afterNames + edge;
  const x: Axis = { domain: [0.5, columns.length + 0.5], show: 'none' };
  const shared = { document, theme, width, x };
  const pile = new Pile(0);
  pile.add(sharePanel(data, { document, theme, width, left: edge }), shareHeight);
  pile.add(curvePanel(data, columns, { ...shared, left }), curveHeight);
  pile.add(matrixPanel(groups, columns, { ...shared, left }), matrixHeight(groups));
  return compose(
    {
      document,
      theme,
      width,
      height: multiverseHeight(data),
      label: `Models under ${columns.length} ways of preprocessing`,
      description: descriptionOf(data),
    },
    pile.parts,
  );
}

/** A way, in the order in which ways are drawn. */
interface Column {
  /** From 1. */
  readonly place: number;
  readonly choices: readonly string[];
  /** Log-likelihood of the leading model minus the best of the others. */
  readonly advantage: number;
  readonly winner: number | undefined;
}

function columnsOf({ ways, leading }: PreprocessingWays): readonly Column[] {
  return ways
    .map(({ logLikelihoods, ...way }) => ({
      ...way,
      advantage:
        (logLikelihoods[leading] as number) - Math.max(...logLikelihoods.filter((_, model) => model !== leading)),
    }))
    .toSorted((one, other) => other.advantage - one.advantage)
    .map((way, i) => ({ ...way, place: i + 1 }));
}

/** A step, and what is chosen at it in any way. */
interface Group {
  readonly step: number;
  readonly title: string;
  readonly options: readonly string[];
}

const groupsOf = ({ steps, ways }: PreprocessingWays): readonly Group[] =>
  steps.map((title, step) => ({
    step,
    title,
    options: [...new Set(ways.map(({ choices }) => choices[step] as string))],
  }));

/** Each group has a row for its title. */
const matrixHeight = (groups: readonly Group[]): number =>
  groups.reduce((sum, { options }) => sum + (options.length + 1) * rowHeight + groupGap, 0);

const countOf = ({ ways }: PreprocessingWays, model: number | undefined): number =>
  ways.filter(({ winner }) => winner === model).length;

/** `TD wins in 50`, and in how many ways none does. */
function sharesOf(
  data: PreprocessingWays,
): readonly { readonly model: number | undefined; readonly words: string; readonly count: number }[] {
  return [...data.models.keys(), undefined].flatMap((model) => {
    const count = countOf(data, model);
    const name = model === undefined ? 'none wins' : `${data.models[model]} wins`;
    const share = Math.round((100 * count) / data.ways.length);
    return count === 0 && model === undefined ? [] : [{ model, count, words: `${name}: ${count} (${share} %)` }];
  });
}

const descriptionOf = (data: PreprocessingWays): string => {
  const advantages = columnsOf(data).map(({ advantage }) => advantage);
  const [most = 0, least = 0] = [advantages[0], advantages.at(-1)];
  return `${sharesOf(data)
    .map(({ words }) => words)
    .join(
      '; ',
    )}. ${data.models[data.leading]} minus the best of the others, log-likelihood: ${least.toFixed(1)} to ${most.toFixed(1)}.`;
};

interface Place {
  readonly document: Document;
  readonly theme: Theme;
  readonly width: number;
  readonly left: number;
}

const px = (value: number) => ({ value: [value], scale: null });

const colourOf = (theme: Theme, model: number | undefined): string =>
  model === undefined ? 'none' : categoryStyle(theme, model).stroke;

/** The ways in which each model wins, as parts of one bar, with their names below. */
function sharePanel(data: PreprocessingWays, { document, theme, width, left }: Place): SVGSVGElement {
  const all = data.ways.length;
  const margin: Margin = { top: 4, right, bottom: 34, left };
  let from = 0;
  const parts = sharesOf(data).map((share) => {
    const part = { ...share, from, to: from + share.count };
    from = part.to;
    return part;
  });
  let at = left;
  const names = parts.map((part) => {
    const begin = at;
    at += 16 + textWidth(part.words, fontSizes.text) + 18;
    return { ...part, left: begin };
  });
  const bottom = shareHeight - margin.bottom;
  return drawPanel({
    document,
    theme,
    width,
    height: shareHeight,
    margin,
    x: { domain: [0, all], show: 'none' },
    y: { domain: [0, 1], show: 'none' },
    marks: [
      Plot.rect(
        parts.filter(({ count }) => count > 0),
        {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 1,
          fill: ({ model }: { model: number | undefined }) => colourOf(theme, model),
          stroke: theme.soft,
          strokeWidth: 0.8,
          ariaDescription: 'share of ways',
        },
      ),
      names.map(({ model, words, left: begin }) => [
        Plot.dot([0], {
          x: px(begin + 5),
          y: px(bottom + 16),
          r: 4.5,
          symbol: symbols[(model ?? 0) % symbols.length] as string,
          fill: colourOf(theme, model),
          stroke: model === undefined ? theme.soft : colourOf(theme, model),
          ariaDescription: 'key',
        }),
        Plot.text([words], {
          x: px(begin + 16),
          y: px(bottom + 16),
          textAnchor: 'start',
          lineAnchor: 'middle',
          fill: model === undefined ? theme.soft : categoryStyle(theme, model).label,
          ariaDescription: 'share',
        }),
      ]),
    ],
  });
}

interface ColumnPlace extends Place {
  readonly x: Axis;
}

/** The advantage of the leading model, way by way. */
function curvePanel(
  { models, leading, minMargin }: PreprocessingWays,
  columns: readonly Column[],
  { document, theme, width, left, x }: ColumnPlace,
): SVGSVGElement {
  const other = models.length === 2 ? models[1 - leading] : 'the best of the others';
  const y: Axis = {
    domain: niceDomain([-minMargin, minMargin, ...columns.map(({ advantage }) => advantage)]),
    label: 'log-likelihood, difference',
    show: 'labelled',
    spine: true,
  };
  const margin: Margin = { top: 22, right, bottom: 8, left };
  return drawPanel({
    document,
    theme,
    width,
    height: curveHeight,
    margin,
    x,
    y,
    marks: [
      Plot.ruleY([0], { stroke: theme.faint, ariaDescription: 'no difference' }),
      Plot.ruleY([-minMargin, minMargin], {
        stroke: theme.faint,
        strokeDasharray: '3.5 2.5',
        ariaDescription: 'least margin of a winner',
      }),
      Plot.dot(columns, {
        x: 'place',
        y: 'advantage',
        r: 3.5,
        symbol: ({ winner }: Column) => symbols[(winner ?? 0) % symbols.length] as string,
        fill: ({ winner }: Column) => (winner === undefined ? theme.paper : colourOf(theme, winner)),
        stroke: ({ winner }: Column) => (winner === undefined ? theme.soft : colourOf(theme, winner)),
        ariaDescription: 'ways',
      }),
      Plot.text([`${models[leading]} minus ${other}; a winner needs ${minMargin} (dashed)`], {
        frameAnchor: 'top-left',
        dx: 4,
        dy: 4 - margin.top,
        fill: theme.soft,
        ariaDescription: 'heading',
      }),
    ],
  });
}

/** What was chosen at each step of each way. */
function matrixPanel(
  groups: readonly Group[],
  columns: readonly Column[],
  { document, theme, width, left, x }: ColumnPlace,
): SVGSVGElement {
  const height = matrixHeight(groups);
  const margin: Margin = { top: 0, right, bottom: 0, left };
  const frame = { width, height, margin, x, y: { domain: [0, 1], show: 'none' } satisfies Axis };
  const { x: xOf } = panelScales(frame);
  let top = 0;
  const marks = groups.map(({ step, title, options }) => {
    const head = top;
    top += (options.length + 1) * rowHeight + groupGap;
    return [
      rowText(title, left - 6, head + rowHeight / 2, { fill: theme.ink, fontWeight: 600 }),
      ...options.map((option, row) => {
        const y = head + (row + 1.5) * rowHeight;
        const at = columns.map(({ place, choices }) => ({ px: xOf(place), isChosen: choices[step] === option }));
        return [
          rowText(option, left - 6, y, { fill: theme.soft }),
          Plot.dot(at, {
            x: { value: 'px', scale: null },
            y: { value: at.map(() => y), scale: null },
            r: { value: at.map(({ isChosen }) => (isChosen ? 2.6 : 0.7)), scale: null },
            fill: ({ isChosen }: { isChosen: boolean }) => (isChosen ? theme.ink : theme.faint),
            ariaDescription: `${title}: ${option}`,
          }),
        ];
      }),
    ];
  });
  return drawPanel({ document, theme, ...frame, marks });
}

const rowText = (
  text: string,
  x: number,
  y: number,
  style: { readonly fill: string; readonly fontWeight?: number },
): Plot.Markish =>
  Plot.text([text], {
    x: px(x),
    y: px(y),
    textAnchor: 'end',
    lineAnchor: 'middle',
    fontSize: fontSizes.small,
    ...style,
    ariaDescription: 'choice',
  });
