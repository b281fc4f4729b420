import * as Plot from '@observablehq/plot';
import type { Series } from './series.ts';
import { fontSizes, lineHeight, wrapText } from './text-box.ts';
import type { Theme } from './theme.ts';

const strokeLength = 17;

/** The lines that found no place for a label, listed: a piece of the line, then its title. */
export function keyMarks(series: readonly Series[], at: { readonly left: number; readonly top: number; readonly width: number }, theme: Theme): Plot.Markish {
  let y = at.top;
  return series.map((one) => {
    const lines = wrapText(one.title, at.width - strokeLength - 4, fontSizes.small);
    const top = y;
    y += lines.length * fontSizes.small * lineHeight + 4;
    const middle = top + (fontSizes.small * lineHeight) / 2;
    const px = (value: number) => ({ value: [value], scale: null });
    return [
      Plot.link([one], {
        x1: px(at.left),
        x2: px(at.left + strokeLength),
        y1: px(middle),
        y2: px(middle),
        stroke: one.style.stroke,
        strokeWidth: 1.5,
        strokeDasharray: one.style.dash,
        ariaLabel: 'key',
      }),
      Plot.text([lines.join('\n')], {
        x: px(at.left + strokeLength + 4),
        y: px(top),
        textAnchor: 'start',
        lineAnchor: 'top',
        fontSize: fontSizes.small,
        fill: one.style.label,
        stroke: theme.paper,
        ariaLabel: 'key label',
      }),
    ];
  });
}
