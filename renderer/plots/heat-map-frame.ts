import type { Averages } from '../../src/contracts/paradigm.ts';
import { eventLines, mergeMarks } from '../../src/figures/event-marks.ts';
import { drawPanel } from '../../src/figures/panel.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { figureTheme } from './figure-theme.ts';
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
export function heatMapFrame({ size, axis, margins, trials, averages, theme }: FrameParts): SVGSVGElement {
  const rows = Math.max(2, Math.floor((size.height - margins.top - margins.bottom) / 34));
  return drawPanel({
    document,
    theme: figureTheme(theme),
    ...size,
    margin: { ...timeMargins, ...margins },
    x: { domain: axis.domain, label: `time from ${averages.align} (s)`, show: 'labelled' },
    y: { domain: [0, trials], reverse: true, label: 'trial', ticks: rows, show: 'labelled' },
    marks: [eventLines(mergeMarks(averages.marks), figureTheme(theme))],
  });
}
