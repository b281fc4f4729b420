import { colourBar, colourBarWidth } from '../../src/figures/colour-bar.ts';
import { compose } from '../../src/figures/compose.ts';
import { eventLabels, eventLines, placeEvents } from '../../src/figures/event-marks.ts';
import { divergingScale } from '../../src/figures/heat-pixels.ts';
import { drawPanel } from '../../src/figures/panel.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { figureTheme } from './figure-theme.ts';
import type { TimeAxis } from './time-axis.ts';

interface FrameParts {
  readonly size: Size;
  readonly axis: TimeAxis;
  /** Reference event of the time axis. */
  readonly from: string;
  readonly margins: { readonly top: number; readonly bottom: number };
  readonly trials: number;
  /** RPE of the strongest colour. */
  readonly peak: number;
  readonly theme: Theme;
  /** Whether the events are labelled here, or by the figure above on the same axis. */
  readonly namesEvents: boolean;
}

const beforeBar = 14;
/** Height of a map, px, at which the unit also fits; the figure above has the same unit on its axis. */
const minForUnit = 105;

/** Axes, event lines and colour bar drawn over the map's canvas. */
export function heatMapFrame({
  size,
  axis,
  from,
  margins,
  trials,
  peak,
  theme,
  namesEvents,
}: FrameParts): SVGSVGElement {
  const colours = figureTheme(theme);
  const rows = Math.max(2, Math.floor((size.height - margins.top - margins.bottom) / 34));
  const named = namesEvents
    ? placeEvents(axis.events, axis.x, { left: axis.left, right: axis.right, top: margins.top + 2 })
    : [];
  const panel = drawPanel({
    document,
    theme: colours,
    ...size,
    margin: { ...margins, left: axis.left, right: size.width - axis.right },
    x: { domain: axis.domain, label: `time from ${from} (s)`, show: 'labelled' },
    y: { domain: [0, trials], reverse: true, label: 'trial', ticks: rows, show: 'labelled' },
    marks: [eventLines(axis.events, colours), eventLabels(named, colours)],
  });
  const tall = size.height - margins.top - margins.bottom > minForUnit;
  const bar = colourBar({
    document,
    theme: colours,
    scale: divergingScale(colours.diverging, peak),
    label: tall ? 'RPE (reward units)' : 'RPE',
    height: size.height - margins.bottom + 8,
    top: margins.top,
  });
  const at = Math.min(axis.right + beforeBar, size.width - colourBarWidth);
  return compose({ document, theme: colours, ...size, label: '', description: '' }, [
    { x: 0, y: 0, svg: panel },
    { x: at, y: 0, svg: bar },
  ]);
}
