import * as Plot from '@observablehq/plot';
import { fontSizes, lineHeight } from '../../src/figures/text-box.ts';

export interface EndLabel {
  readonly text: string;
  readonly colour: string;
  /** Where its line ends, px. */
  readonly y: number;
}

const spacing = fontSizes.text * lineHeight;

/** Labels right of the lines' ends, pushed apart where they would touch. */
export function endLabels(labels: readonly EndLabel[], x: number, [top, bottom]: readonly [number, number]): Plot.Markish {
  const placed = labels.toSorted((a, b) => a.y - b.y).map((label) => ({ ...label }));
  for (const [i, label] of placed.entries()) label.y = Math.max(label.y, top, (placed[i - 1]?.y ?? -Infinity) + spacing);
  for (const [i, label] of [...placed.entries()].toReversed()) label.y = Math.min(label.y, bottom, (placed[i + 1]?.y ?? Infinity) - spacing);
  return Plot.text(placed, { x: { value: () => x, scale: null }, y: { value: 'y', scale: null }, text: 'text', fill: 'colour', textAnchor: 'start' });
}
