import * as Plot from '@observablehq/plot';
import type { PlacedLabel } from './place-labels.ts';
import type { Theme } from './theme.ts';

/** A positioned label, px, with its leader line and a halo that separates it from the background. */
export function labelMark(label: PlacedLabel, lines: readonly string[], fill: string, theme: Theme): Plot.Markish {
  const px = (value: number) => ({ value: [value], scale: null });
  const text = Plot.text([lines.join('\n')], {
    x: px(label.left),
    y: px(label.top),
    textAnchor: 'start',
    lineAnchor: 'top',
    lineHeight: 1.15,
    fill,
    stroke: theme.paper,
    ariaDescription: 'line label',
  });
  if (label.leader === undefined) return text;
  const [from, to] = label.leader;
  const leader = Plot.link([0], {
    x1: px(from.x),
    y1: px(from.y),
    x2: px(to.x),
    y2: px(to.y),
    stroke: fill,
    strokeWidth: 0.6,
    ariaDescription: 'leader',
  });
  return [leader, text];
}
