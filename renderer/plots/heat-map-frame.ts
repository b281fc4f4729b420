import * as Plot from '@observablehq/plot';
import type { Averages } from '../../src/contracts/paradigm.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { frameOptions, markColour } from './plot-style.ts';
import { timeMargins, type TimeAxis } from './time-axis.ts';

interface FrameParts {
  readonly size: Size;
  readonly axis: TimeAxis;
  readonly margins: { readonly top: number; readonly bottom: number };
  readonly trials: number;
  readonly averages: Averages;
  readonly theme: Theme;
}

/** Axes and event marks that lie over the map's canvas. */
export function heatMapFrame({ size, axis, margins, trials, averages, theme }: FrameParts): SVGElement | HTMLElement {
  const rows = Math.max(2, Math.floor((size.height - margins.top - margins.bottom) / 34));
  return Plot.plot({
    ...frameOptions(size, theme),
    marginLeft: timeMargins.left,
    marginRight: timeMargins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { domain: axis.domain, label: `time from ${averages.align} (s)`, labelAnchor: 'center', labelArrow: 'none' },
    y: { domain: [trials, 0], reverse: false, label: 'trial', labelAnchor: 'center', labelArrow: 'none', ticks: rows },
    marks: [
      Plot.axisX({ tickSize: 5 }),
      Plot.axisY({ tickSize: 5 }),
      Plot.ruleX(averages.marks, { x: 'seconds', stroke: markColour(theme), strokeDasharray: '3,3' }),
    ],
  });
}
