import * as Plot from '@observablehq/plot';
import type { CurveFigure, CurvePoint, ReturnLevel } from '../contracts/control-figures.ts';
import { compose } from './compose.ts';
import { extent, niceDomain } from './extent.ts';
import { shortNumber } from './figure-data.ts';
import { drawPanel, type Axis } from './panel.ts';
import { categoryStyle, lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

export interface CurveOptions {
  readonly data: CurveFigure;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

const margin = { top: 8, right: 24, bottom: 42, left: 60 };

/** Return of the episodes as a function of steps: mean and SEM. */
export function learningCurvePanel({
  data,
  document,
  width,
  height = 260,
  theme = lightTheme,
}: CurveOptions): SVGSVGElement {
  const { points, steps, levels, reference } = data;
  const [low, high] = extent([
    ...[...points, ...(reference?.points ?? [])].flatMap(({ mean, sem }) => [mean - sem, mean + sem]),
    ...levels.map(({ value }) => value),
  ]);
  const x: Axis = { domain: [0, steps], label: 'steps', show: 'labelled', spine: true };
  const y: Axis = {
    domain: points.length === 0 ? [0, 1] : niceDomain([0, low, high]),
    label: 'return of an episode',
    show: 'labelled',
    spine: true,
  };
  const panel = drawPanel({
    document,
    theme,
    width,
    height,
    margin,
    x,
    y,
    marks: curveMarks(data, theme),
  });
  return compose(
    { document, theme, width, height, label: `${data.title}, learning curve`, description: curveWords(data) },
    [{ x: 0, y: 0, svg: panel }],
  );
}

/** Levels to compare with, and the curve over its band. */
function curveMarks({ points, steps, levels, reference }: CurveFigure, theme: Theme): readonly (Plot.Markish | null)[] {
  const style = categoryStyle(theme, 0);
  return [
    ...(reference === undefined ? [] : referenceMarks(reference, theme)),
    Plot.ruleY(levels, {
      y: 'value',
      stroke: theme.soft,
      strokeDasharray: '3.5 2.5',
      ariaDescription: 'compared with',
    }),
    Plot.text(levels, {
      x: steps,
      y: 'value',
      text: levelText,
      textAnchor: 'end',
      lineAnchor: 'bottom',
      dy: -3,
      fill: theme.soft,
      stroke: theme.paper,
      ariaDescription: 'compared with',
    }),
    Plot.areaY(points, {
      x: 'steps',
      y1: ({ mean, sem }: CurvePoint) => mean - sem,
      y2: ({ mean, sem }: CurvePoint) => mean + sem,
      fill: style.stroke,
      fillOpacity: 0.17,
      ariaDescription: 'SEM',
    }),
    Plot.lineY(points, {
      x: 'steps',
      y: 'mean',
      stroke: style.stroke,
      strokeWidth: 1.5,
      ariaDescription: 'mean return',
    }),
    points.length > 0 ? null : Plot.text(['no episode has ended yet'], { frameAnchor: 'middle', fill: theme.soft }),
  ];
}

/** A grey curve over its band, with its name above its last point. */
function referenceMarks(
  { label, points }: NonNullable<CurveFigure['reference']>,
  theme: Theme,
): readonly Plot.Markish[] {
  return [
    Plot.areaY(points, {
      x: 'steps',
      y1: ({ mean, sem }: CurvePoint) => mean - sem,
      y2: ({ mean, sem }: CurvePoint) => mean + sem,
      fill: theme.soft,
      fillOpacity: 0.17,
      ariaDescription: `SEM of ${label}`,
    }),
    Plot.lineY(points, {
      x: 'steps',
      y: 'mean',
      stroke: theme.soft,
      strokeWidth: 1.5,
      ariaDescription: `mean return of ${label}`,
    }),
    Plot.text(points.slice(-1), {
      x: 'steps',
      y: 'mean',
      text: () => label,
      textAnchor: 'end',
      lineAnchor: 'bottom',
      dy: -6,
      fill: theme.soft,
      stroke: theme.paper,
      ariaDescription: 'compared with',
    }),
  ];
}

/** The learning curve on a sheet, with its source below. */
export function learningCurveFigure({
  data,
  document,
  width,
  height = 260,
  theme = lightTheme,
}: CurveOptions): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.add(learningCurvePanel({ data, document, width, height, theme }), height + sheetEdge);
    return curveWords(data);
  });
}

const levelText = ({ label, value }: ReturnLevel): string => `${label}: ${shortNumber(value, 3)}`;

function curveWords({ points, levels, reference }: CurveFigure): string {
  const [first, last] = [points[0], points.at(-1)];
  const behind = reference?.points.at(-1);
  const others = [...levels, ...(behind === undefined ? [] : [{ label: reference?.label ?? '', value: behind.mean }])];
  const compared = others.length === 0 ? '' : ` Compared with ${others.map(levelText).join(', ')}.`;
  if (first === undefined || last === undefined) return `No episode has ended yet.${compared}`;
  return `Mean return ${shortNumber(first.mean, 3)} at ${Math.round(first.steps)} steps, ${shortNumber(last.mean, 3)} at ${Math.round(last.steps)} steps.${compared}`;
}
