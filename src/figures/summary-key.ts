import * as Plot from '@observablehq/plot';
import type { Drawn } from './summary-series.ts';
import { fontSizes, lineHeight, textBox, wrapText } from './text-box.ts';
import { fitText } from './words.ts';

/** Line height of the key, px. */
const rowHeight = fontSizes.small * lineHeight + 3;
const symbolSpace = 18;

export interface SummaryKey {
  readonly height: number;
  marks(top: number): Plot.Markish;
}

/**
 * The key entries of a summary's series: a recorded series with the same name as the model's shares its entry, because
 * symbols distinguish them.
 */
export function keyEntries(series: readonly Drawn[]): readonly KeyEntry[] {
  const [model, recorded] = [
    series.filter(({ isRecorded }) => !isRecorded),
    series.filter(({ isRecorded }) => isRecorded),
  ];
  const isTold =
    recorded.length > 1 && recorded.every(({ ofTitle, fit }, i) => fit === undefined && ofTitle === model[i]?.ofTitle);
  return isTold ? [...model, { ...(recorded[0] as Drawn), title: 'recorded (grey)' }] : series;
}

type KeyEntry = Pick<Drawn, 'title' | 'fit' | 'stroke' | 'label' | 'symbol'>;

/** Names of series, each with its symbol and fit, as many per row as fit between two edges. */
export function summaryKey(series: readonly KeyEntry[], left: number, right: number): SummaryKey {
  const free = right - left;
  let at = 0;
  let row = 0;
  const entries = series.map((one) => {
    const text = one.fit === undefined ? one.title : `${one.title}: ${fitText(one.fit)}`;
    const lines = wrapText(text, free - symbolSpace, fontSizes.small);
    const own = symbolSpace + textBox(lines, 0, 0, fontSizes.small).right + 10;
    if (at > 0 && at + own > free) [at, row] = [0, row + 1];
    const entry = { one, lines, x: left + at, row };
    at += own;
    if (lines.length > 1) [at, row] = [0, row + lines.length];
    return entry;
  });
  const px = (value: number) => ({ value: [value], scale: null });
  const marks = (top: number): Plot.Markish =>
    entries.map(({ one, lines, x, row: own }) => [
      Plot.dot([0], {
        x: px(x + 6),
        y: px(top + own * rowHeight + rowHeight / 2 - 1),
        fill: one.stroke,
        symbol: one.symbol,
        r: 3.5,
        ariaDescription: 'key',
      }),
      Plot.text([lines.join('\n')], {
        x: px(x + symbolSpace - 2),
        y: px(top + own * rowHeight),
        textAnchor: 'start',
        lineAnchor: 'top',
        fontSize: fontSizes.small,
        lineHeight: rowHeight / fontSizes.small,
        fill: one.label,
        ariaDescription: 'key label',
      }),
    ]);
  return { height: (at === 0 ? row : row + 1) * rowHeight, marks };
}
