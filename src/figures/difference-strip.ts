import * as Plot from '@observablehq/plot';
import type { MarkedTrial } from '../contracts/comparison.ts';
import './dom.ts';
import { niceDomain } from './extent.ts';
import { drawPanel } from './panel.ts';
import { fontSizes } from './text-box.ts';
import type { Theme } from './theme.ts';

export interface DifferenceStripOptions {
  /** For each trial, reward units. */
  readonly perTrial: readonly number[];
  readonly marked: readonly MarkedTrial[];
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

const labelRow = 15;
const maxRows = 3;

/** Differences between the models, trial by trial, naming the trials with the largest differences. */
export function differenceStrip({
  perTrial,
  marked,
  document,
  width,
  height,
  theme,
}: DifferenceStripOptions): SVGSVGElement {
  const points = perTrial.map((difference, trial) => ({ trial: trial + 1, difference }));
  const named = marked.slice(0, maxRows).map(({ trial, label }, row) => ({
    trial: trial + 1,
    difference: perTrial[trial] ?? 0,
    label: `${row + 1}. ${label}`,
    row,
  }));
  const margin = { top: 6 + maxRows * labelRow, right: 100, bottom: 42, left: 60 };
  return drawPanel({
    document,
    theme,
    width,
    height,
    margin,
    x: { domain: [1, Math.max(2, perTrial.length)], label: 'trial', show: 'labelled', spine: true },
    y: { domain: niceDomain([0, ...perTrial]), label: 'difference', show: 'labelled', spine: true, ticks: 3 },
    marks: [
      Plot.ruleX(points, {
        x: 'trial',
        y1: 0,
        y2: 'difference',
        stroke: theme.soft,
        strokeWidth: Math.max(0.4, Math.min(2, width / (2 * perTrial.length))),
        ariaDescription: 'root mean square difference of RPE',
      }),
      Plot.dot(named, {
        x: 'trial',
        y: 'difference',
        r: 3.5,
        fill: theme.categories[1] as string,
        ariaDescription: 'trials in which the models differ most',
      }),
      ...named.map((one) =>
        Plot.text([one], {
          frameAnchor: 'top-left',
          text: 'label',
          dx: 2,
          dy: -margin.top + 2 + one.row * labelRow,
          fill: theme.categoryLabels[1] as string,
          fontSize: fontSizes.text,
        }),
      ),
    ],
  });
}
