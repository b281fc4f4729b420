import { expectationText } from '../analysis/signatures.ts';
import type { BenchSignature } from '../contracts/bench.ts';
import { svgNamespace } from './dom.ts';
import { extent } from './extent.ts';
import { shortNumber } from './figure-data.ts';
import { lightTheme, type Theme } from './theme.ts';

export interface SeedStripOptions {
  readonly signature: Pick<BenchSignature, 'values' | 'measured' | 'interval' | 'expected'>;
  readonly document: Document;
  readonly theme?: Theme;
}

const size = { width: 132, height: 22, margin: 5 };

/** The measurement of each seed, as points on a line, with the interval of their mean and the expected bounds. */
export function seedStrip({ signature, document, theme = lightTheme }: SeedStripOptions): SVGSVGElement {
  const { values, interval, expected } = signature;
  const { about, within = 0, above, below } = expected;
  const known = values.filter((one): one is number => one !== null);
  const bounds = [above, below, ...(about === undefined ? [] : [about - within, about + within])].filter(
    (one) => one !== undefined,
  );
  const [least, most] = extent([...known, ...(interval ?? []), ...bounds]);
  const inner = size.width - 2 * size.margin;
  const at = (value: number): string =>
    String(
      Math.round(10 * (size.margin + (most > least ? ((value - least) / (most - least)) * inner : inner / 2))) / 10,
    );
  const middle = String(size.height / 2);
  const element = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
    const made = document.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const svg = document.createElementNS(svgNamespace, 'svg');
  const frame = {
    class: 'seed-strip',
    width: String(size.width),
    height: String(size.height),
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: 'img',
    'aria-label': stripWords(signature),
  };
  for (const [key, value] of Object.entries(frame)) svg.setAttribute(key, value);
  svg.append(
    ...bounds.map((bound) =>
      element('line', {
        x1: at(bound),
        x2: at(bound),
        y1: '0',
        y2: String(size.height),
        stroke: theme.soft,
        'stroke-dasharray': '2 2',
      }),
    ),
  );
  if (interval !== null)
    svg.append(
      element('line', {
        x1: at(interval[0]),
        x2: at(interval[1]),
        y1: middle,
        y2: middle,
        stroke: theme.categories[0] as string,
        'stroke-width': '5',
        'stroke-opacity': '0.45',
        'stroke-linecap': 'round',
      }),
    );
  svg.append(
    ...known.map((value) =>
      element('circle', { cx: at(value), cy: middle, r: '2.5', fill: 'none', stroke: theme.ink }),
    ),
  );
  return svg;
}

/** The same in words. */
function stripWords({ values, measured, interval, expected }: SeedStripOptions['signature']): string {
  const seeds = values.map((value) => (value === null ? 'undefined' : shortNumber(value, 3))).join(', ');
  const centre =
    measured === null
      ? ''
      : `; mean ${shortNumber(measured, 3)}${interval === null ? '' : `, 95 % interval ${shortNumber(interval[0], 3)} to ${shortNumber(interval[1], 3)}`}`;
  return `seeds: ${seeds}${centre}; expected ${expectationText(expected)}`;
}
