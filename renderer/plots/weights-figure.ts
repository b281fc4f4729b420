import * as Plot from '@observablehq/plot';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { shortNumber } from '../ui/words.ts';
import type { FeatureGroups, FeatureWeight } from './feature-groups.ts';
import { categories, frameOptions, zeroColour } from './plot-style.ts';

/** Weights along each source's delay line or microstimuli; where features stand alone, one bar each. */
export function weightsFigure(groups: FeatureGroups, size: Size, theme: Theme): SVGElement | HTMLElement {
  return groups.placed.length > 0 ? placedFigure(groups, size, theme) : barFigure(groups.single, size, theme);
}

function placedFigure({ placed, axis }: FeatureGroups, size: Size, theme: Theme): SVGElement | HTMLElement {
  const sources = [...new Set(placed.map(({ source }) => source))];
  const last = (source: string): FeatureWeight => placed.findLast((one) => one.source === source) as FeatureWeight;
  return Plot.plot({
    ...frameOptions(size, theme),
    marginRight: 110,
    ariaLabel: 'Weights of the features',
    ariaDescription: sources.map((source) => describeSource(source, placed)).join('. '),
    x: { label: axis, labelAnchor: 'center', labelArrow: 'none' },
    y: { label: 'weight (reward units)', labelAnchor: 'center', labelArrow: 'none', nice: true },
    color: { domain: sources, range: [...categories(theme)] },
    marks: [
      Plot.ruleY([0], { stroke: zeroColour(theme) }),
      Plot.lineY(placed, { x: 'position', y: 'weight', stroke: 'source', strokeWidth: 1.5, curve: 'linear' }),
      Plot.dot(placed, { x: 'position', y: 'weight', fill: 'source', r: 1.8 }),
      Plot.text(sources.map(last), { x: 'position', y: 'weight', text: 'source', fill: 'source', textAnchor: 'start', dx: 8, fontSize: 12 }),
    ],
  });
}

function barFigure(single: readonly FeatureWeight[], size: Size, theme: Theme): SVGElement | HTMLElement {
  const [blue] = categories(theme);
  return Plot.plot({
    ...frameOptions(size, theme),
    marginLeft: 130,
    ariaLabel: 'Weights of the features',
    ariaDescription: single.map(({ label, weight }) => `${label}: ${shortNumber(weight)}`).join(', '),
    x: { label: 'weight (reward units)', labelAnchor: 'center', labelArrow: 'none', nice: true },
    y: { label: null, domain: single.map(({ label }) => label), padding: 0.4 },
    marks: [
      Plot.barX(single, { x: 'weight', y: 'label', fill: blue as string }),
      Plot.text(single, { x: 'weight', y: 'label', text: ({ weight }: FeatureWeight) => shortNumber(weight), textAnchor: 'start', dx: 5, fontSize: 12 }),
      Plot.ruleX([0], { stroke: zeroColour(theme) }),
    ],
  });
}

function describeSource(source: string, placed: readonly FeatureWeight[]): string {
  const own = placed.filter((one) => one.source === source);
  const largest = own.reduce((a, b) => (Math.abs(b.weight) > Math.abs(a.weight) ? b : a));
  return `${source}: ${own.length} features, largest weight ${shortNumber(largest.weight)} at ${largest.position}`;
}
