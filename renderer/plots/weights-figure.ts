import * as Plot from '@observablehq/plot';
import { compose } from '../../src/figures/compose.ts';
import { niceDomain } from '../../src/figures/extent.ts';
import { labelMark } from '../../src/figures/label-mark.ts';
import { drawPanel, panelScales, type Axis } from '../../src/figures/panel.ts';
import { placeLabels } from '../../src/figures/place-labels.ts';
import { fontSizes, textWidth } from '../../src/figures/text-box.ts';
import { categoryStyle } from '../../src/figures/theme.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { shortNumber } from '../ui/words.ts';
import type { FeatureGroups, FeatureWeight } from './feature-groups.ts';
import { figureTheme } from './figure-theme.ts';

/** Weights along each source's delay line or microstimuli; one bar each for single features. */
export function weightsFigure(groups: FeatureGroups, size: Size, theme: Theme): SVGSVGElement {
  const svg = groups.placed.length > 0 ? placedFigure(groups, size, theme) : barFigure(groups.single, size, theme);
  return compose(
    {
      document,
      theme: figureTheme(theme),
      ...size,
      label: 'Weights of the features',
      description: description(groups),
    },
    [{ x: 0, y: 0, svg }],
  );
}

function placedFigure({ placed, axis }: FeatureGroups, size: Size, theme: Theme): SVGSVGElement {
  const colours = figureTheme(theme);
  const sources = [...new Set(placed.map(({ source }) => source))];
  const margin = { top: 10, right: 96, bottom: 38, left: 60 };
  const x: Axis = { domain: rangeOf(placed), label: axis, show: 'labelled', spine: true };
  const y: Axis = {
    domain: niceDomain([0, ...placed.map(({ weight }) => weight)]),
    label: 'weight (reward units)',
    ticks: Math.max(2, Math.floor(size.height / 42)),
    show: 'labelled',
    spine: true,
  };
  const scales = panelScales({ ...size, margin, x, y });
  const lines = sources.map((source, i) => ({
    source,
    own: placed.filter((one) => one.source === source),
    style: categoryStyle(colours, i),
  }));
  const labelled = lines.map(({ source, own }) => ({
    lines: [source],
    curve: own.map(({ position, weight }) => ({ x: scales.x(position as number), y: scales.y(weight) })),
  }));
  const bounds = { left: margin.left, right: size.width, top: 0, bottom: size.height - margin.bottom - 2 };
  const places = placeLabels(labelled, { bounds, obstacles: [], verticals: [], fontSize: fontSizes.text });
  return drawPanel({
    document,
    theme: colours,
    ...size,
    margin,
    x,
    y,
    marks: [
      Plot.ruleY([0], { stroke: colours.faint }),
      ...lines.flatMap(({ own, style }) => [
        Plot.lineY(own, {
          x: 'position',
          y: 'weight',
          stroke: style.stroke,
          strokeWidth: 1.5,
          strokeDasharray: style.dash,
        }),
        Plot.dot(own, { x: 'position', y: 'weight', fill: style.stroke, r: 1.7 }),
      ]),
      ...lines.map(({ source, style }, i) =>
        places[i] === undefined ? null : labelMark(places[i], [source], style.label, colours),
      ),
    ],
  });
}

const barHeight = 26;

function barFigure(single: readonly FeatureWeight[], size: Size, theme: Theme): SVGSVGElement {
  const colours = figureTheme(theme);
  const { stroke } = categoryStyle(colours, 0);
  const left = 24 + Math.max(0, ...single.map(({ label }) => textWidth(label, fontSizes.text)));
  const height = Math.min(size.height, 56 + barHeight * single.length);
  const places = single.map((one, i) => ({ ...one, at: i }));
  return drawPanel({
    document,
    theme: colours,
    width: size.width,
    height,
    margin: { top: 10, right: 60, bottom: 38, left },
    x: {
      domain: niceDomain([0, ...single.map(({ weight }) => weight)]),
      label: 'weight (reward units)',
      show: 'labelled',
      spine: true,
    },
    y: { domain: [-0.6, single.length - 0.4], reverse: true, show: 'none' },
    marks: [
      Plot.rect(places, {
        x1: 0,
        x2: 'weight',
        y1: ({ at }: { at: number }) => at - 0.3,
        y2: ({ at }: { at: number }) => at + 0.3,
        fill: stroke,
      }),
      Plot.text(places, {
        x: 'weight',
        y: 'at',
        text: ({ weight }: FeatureWeight) => shortNumber(weight),
        textAnchor: 'start',
        dx: 6,
      }),
      Plot.text(places, { x: { value: () => left - 10, scale: null }, y: 'at', text: 'label', textAnchor: 'end' }),
      Plot.ruleX([0], { stroke: colours.faint }),
    ],
  });
}

function rangeOf(placed: readonly FeatureWeight[]): readonly [number, number] {
  const positions = placed.map(({ position }) => position as number);
  return [Math.min(...positions), Math.max(...positions)];
}

function description({ placed, single }: FeatureGroups): string {
  const sources = [...new Set(placed.map(({ source }) => source))];
  return [
    ...sources.map((source) => describeSource(source, placed)),
    ...single.map(({ label, weight }) => `${label}: ${shortNumber(weight)}`),
  ].join('; ');
}

function describeSource(source: string, placed: readonly FeatureWeight[]): string {
  const own = placed.filter((one) => one.source === source);
  const largest = own.reduce((a, b) => (Math.abs(b.weight) > Math.abs(a.weight) ? b : a));
  return `${source}: ${own.length} features, largest weight ${shortNumber(largest.weight)} at ${largest.position}`;
}
