import * as Plot from '@observablehq/plot';
import type { Series } from './series.ts';
import { fontSizes, lineHeight, wrapText, type Box } from './text-box.ts';
import type { Theme } from './theme.ts';

const strokeLength = 17;
const beforeText = 4;
/** Tried in this order; if none fits, the smallest is used. */
const sizes = [
  { fontSize: fontSizes.small, gap: 4 },
  { fontSize: fontSizes.small, gap: 1 },
] as const;
const smallest = { fontSize: 9, gap: 0 } as const;

/** The lines whose labels did not fit, as a list: a piece of the line, then its title. */
export function keyMarks(series: readonly Series[], space: Box, theme: Theme): Plot.Markish {
  const layouts = sizes.map((size) => layOut(series, space, size));
  const { entries, fontSize } =
    layouts.find(({ height }) => height <= space.bottom - space.top) ?? layOut(series, space, smallest);
  const px = (value: number) => ({ value: [value], scale: null });
  return entries.map(({ one, lines, top }) => {
    const middle = top + (fontSize * lineHeight) / 2;
    return [
      Plot.link([one], {
        x1: px(space.left),
        x2: px(space.left + strokeLength),
        y1: px(middle),
        y2: px(middle),
        stroke: one.style.stroke,
        strokeWidth: 1.5,
        strokeDasharray: one.style.dash,
        ariaDescription: 'key',
      }),
      Plot.text([lines.join('\n')], {
        x: px(space.left + strokeLength + beforeText),
        y: px(top),
        textAnchor: 'start',
        lineAnchor: 'top',
        fontSize,
        fill: one.style.label,
        stroke: theme.paper,
        ariaDescription: 'key label',
      }),
    ];
  });
}

interface Layout {
  readonly entries: readonly { readonly one: Series; readonly lines: readonly string[]; readonly top: number }[];
  readonly height: number;
  readonly fontSize: number;
}

function layOut(
  series: readonly Series[],
  space: Box,
  { fontSize, gap }: { readonly fontSize: number; readonly gap: number },
): Layout {
  let top = space.top;
  const entries = series.map((one) => {
    const lines = wrapText(one.title, space.right - space.left - strokeLength - beforeText, fontSize);
    const entry = { one, lines, top };
    top += lines.length * fontSize * lineHeight + gap;
    return entry;
  });
  return { entries, height: top - space.top, fontSize };
}
