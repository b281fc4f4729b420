import * as Plot from '@observablehq/plot';
import { panelScales, type Panel } from './panel.ts';
import { fontSizes, textWidth } from './text-box.ts';
import type { Theme } from './theme.ts';

/** A window on the time axis, such as a baseline. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

const thickness = 5;
const aboveBar = 3;

/** A bar along the time axis for each window, with its name above it. */
export function spanMarks(
  spans: readonly Span[],
  frame: Omit<Panel, 'document' | 'theme' | 'marks'>,
  theme: Theme,
): Plot.Markish {
  const { x } = panelScales(frame);
  const bottom = frame.height - frame.margin.bottom;
  const [low, high] = frame.x.domain;
  const px = (value: number) => ({ value: [value], scale: null });
  return spans.map(({ from, to, label }) => {
    const [left, right] = [x(Math.max(low, from)), x(Math.min(high, to))];
    if (!(right > left)) return null;
    // A name that is wider than its bar begins where the bar begins.
    const isWide = textWidth(label, fontSizes.small) > right - left;
    return [
      Plot.link([0], {
        x1: px(left),
        x2: px(right),
        y1: px(bottom - thickness / 2 - 1),
        y2: px(bottom - thickness / 2 - 1),
        stroke: theme.soft,
        strokeWidth: thickness,
        strokeLinecap: 'butt',
        ariaDescription: `${label} window`,
      }),
      Plot.text([label], {
        x: px(isWide ? left : (left + right) / 2),
        y: px(bottom - thickness - aboveBar),
        textAnchor: isWide ? 'start' : 'middle',
        lineAnchor: 'bottom',
        fontSize: fontSizes.small,
        fill: theme.soft,
        stroke: theme.paper,
        ariaDescription: 'window label',
      }),
    ];
  });
}
