import { expect, test } from 'vitest';
import type { SummaryResult } from '../../src/contracts/result.ts';
import { summaryFigure } from '../../src/figures/summary-figure.ts';
import { fontSizes, textWidth } from '../../src/figures/text-box.ts';
import { lightTheme } from '../../src/figures/theme.ts';
import { find, list } from '../../src/engine/registry.ts';
import { heightOf, lineOf, marksOf, textsOf, ticksOf, verticesOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const document = newDocument();
const { summaries } = experimentData({ world: 'eshel-2015' });
const draw = (id: string) =>
  summaryFigure({ summary: summaries.find((one) => one.id === id) as SummaryResult, document, width: 400 });

test('a tuning curve has the model in colour and the recording in grey, with error bars, on a logarithmic axis', () => {
  const svg = draw('size');
  expect(ticksOf(svg, 'x')).toEqual(['0.1', '0.3', '1.2', '2.5', '5', '10', '20']);
  const [x1, x2, x10, x20] = [4, 3, 5, 6].map((i) => verticesOf(lineOf(svg, 'unexpected'))[i]?.x as number) as [
    number,
    number,
    number,
    number,
  ];
  expect(x1 - x2).toBeCloseTo(x20 - x10, 1);
  expect(lineOf(svg, 'unexpected').getAttribute('stroke')).toBe(lightTheme.categories[0]);
  expect(lineOf(svg, 'unexpected, recorded').getAttribute('stroke')).toBe(lightTheme.recorded);
  expect(marksOf(svg, 'unexpected, recorded, SEM')[0]?.querySelectorAll('line')).toHaveLength(7);
  expect(textsOf(svg, 'key label').map(({ text }) => text)).toEqual(['unexpected', 'expected', 'recorded (grey)']);
});

test('a plot of the second series against the first has a fitted line for each, with its equation', () => {
  const svg = draw('subtraction');
  const texts = textsOf(svg, 'key label').map(({ text }) => text.replaceAll('\u00a0', ' '));
  expect(texts[0]).toMatch(/^model: slope [\d.]+, intercept −[\d.]+, r [\d.]+$/u);
  expect(texts[1]).toBe('recorded, 40 neurons: slope 1.01, intercept −1.51, r .98');
  expect(lineOf(svg, 'model, fit').getAttribute('stroke')).toBe(lightTheme.categories[0]);
  expect(marksOf(svg, 'equality')).toHaveLength(1);
});

test('series without recording are named at their lines; a single series is named by the title', () => {
  const series = [0, 1].map((i) => ({
    id: `s${i}`,
    title: `series ${i}`,
    points: [1, 2, 3].map((x) => ({ x, y: x * (i + 1) })),
  }));
  const summary = { id: 'a', title: 'A summary', x: 'x', y: 'y', xScale: 'linear', layout: 'tuning', series } as const;
  const names = (some: typeof series) =>
    textsOf(summaryFigure({ summary: { ...summary, series: some }, document, width: 400 }), 'line label').map(
      ({ text }) => text,
    );
  expect(names(series)).toEqual(['series 0', 'series 1']);
  expect(names(series.slice(0, 1))).toEqual([]);
});

test('says so if nothing could be measured', () => {
  const summary = {
    id: 'a',
    title: 'A summary',
    x: 'x',
    y: 'y',
    xScale: 'log',
    layout: 'tuning',
    series: [{ id: 's', title: 's', points: [] }],
  } as const;
  expect(summaryFigure({ summary, document, width: 400 }).textContent).toContain('nothing to measure in these trials');
});

const kinds: SummaryResult = {
  id: 'a',
  title: 'A summary',
  x: 'medication',
  y: 'share of choices',
  categories: ['on', 'off'],
  xScale: 'linear',
  layout: 'tuning',
  series: [
    {
      id: 'a',
      title: 'choose A',
      points: [
        { x: 0, y: 0.8, sem: 0.1 },
        { x: 1, y: 0.6 },
      ],
    },
    {
      id: 'b',
      title: 'avoid B',
      points: [
        { x: 0, y: -0.2 },
        { x: 1, y: 0.4 },
      ],
    },
  ],
  recorded: {
    citation: { text: 'A paper' },
    sources: [],
    n: '3',
    series: [
      {
        id: 'a',
        title: 'choose A',
        points: [
          { x: 0, y: 0.7, sem: 0.05 },
          { x: 1, y: 0.5 },
        ],
      },
      {
        id: 'b',
        title: 'avoid B',
        points: [
          { x: 0, y: 0.1 },
          { x: 1, y: 0.3 },
        ],
      },
    ],
  },
};

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const rectangles = (svg: Element, name: string): readonly Rectangle[] =>
  [...(marksOf(svg, name)[0]?.querySelectorAll('rect') ?? [])].map((rect) => {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((attribute) =>
      Number(rect.getAttribute(attribute)),
    ) as [number, number, number, number];
    return { left: x, right: x + width, top: y, bottom: y + height };
  });
const dots = (svg: Element, name: string): readonly { readonly x: number; readonly y: number }[] =>
  [
    ...(marksOf(svg, name)
      .find((group) => group.getAttribute('aria-label') === 'dot')
      ?.querySelectorAll('*') ?? []),
  ].map((dot) => {
    const [, x, y] = /translate\((-?[\d.]+),(-?[\d.]+)\)/u.exec(dot.getAttribute('transform') ?? '') ?? [];
    return { x: Number(x ?? dot.getAttribute('cx')), y: Number(y ?? dot.getAttribute('cy')) };
  });

test.each([420, 240])(
  'categories are next to each other with their names, at %i px, the recorded number next to the model’s, without connecting lines',
  (width) => {
    const svg = summaryFigure({ summary: kinds, document, width });
    expect(textsOf(svg, 'category').map(({ text }) => text)).toEqual(['on', 'off']);
    expect(textsOf(svg, 'categories').map(({ text }) => text)).toEqual(['medication']);
    expect(ticksOf(svg, 'x')).toEqual([]);
    expect(svg.querySelectorAll('g[aria-label="line"]')).toHaveLength(0);
    const zero = heightOf(svg, 'zero');
    const [on, off] = textsOf(svg, 'category').map(({ box }) => box.left) as [number, number];
    for (const [i, { title, points }] of kinds.series.entries()) {
      const bars = rectangles(svg, `${title}, bar`);
      const recorded = dots(svg, `${title}, recorded`);
      for (const [k, at] of [on, off].entries()) {
        const { left, right, top, bottom } = bars[k] as Rectangle;
        const up = (points[k]?.y as number) > 0;
        expect(up ? bottom : top).toBeCloseTo(zero, 0);
        // Each category is centred on its name, and its recorded number is to the right of its bar.
        expect(Math.abs((left + right) / 2 - at)).toBeLessThan((off - on) / 2);
        const next = rectangles(svg, `${kinds.series[i + 1]?.title}, bar`)[k]?.left ?? at + (off - on) / 2;
        expect(recorded[k]?.x).toBeGreaterThan(right);
        expect(recorded[k]?.x).toBeLessThan(next);
      }
      const perUnit = (zero - (dots(svg, title)[1]?.y as number)) / (points[1]?.y as number);
      expect(zero - (recorded[1]?.y as number)).toBeCloseTo(
        perUnit * (kinds.recorded?.series[i]?.points[1]?.y as number),
        0,
      );
    }
    expect(marksOf(svg, 'choose A, SEM')).toHaveLength(1);
    expect(svg.getAttribute('aria-label')).toContain('choose A: on 0.8; off 0.6.');
  },
);

test('names that do not fit below their bars are next to them, in full', () => {
  const categories = ['same context, known before', 'another context, known before'];
  const svg = summaryFigure({ summary: { ...kinds, categories }, document, width: 260 });
  expect(textsOf(svg, 'category').map(({ text }) => text)).toEqual(categories);
  const first = rectangles(svg, 'choose A, bar');
  expect(first[1]?.top).toBeGreaterThan(first[0]?.bottom as number);
  expect(svg.querySelector('g[aria-label="x-axis label"]')?.textContent).toBe('share of choices');
});

/** Left and right end of the names of categories, each of which is anchored at its middle or at its end. */
function namesOf(svg: Element): readonly (readonly [number, number])[] {
  return marksOf(svg, 'category').flatMap((group) =>
    [...group.querySelectorAll('text')].map((text) => {
      const x = Number(/translate\((-?[\d.]+),/u.exec(text.getAttribute('transform') ?? '')?.[1]);
      const rows = text.children.length > 0 ? [...text.children] : [text];
      const wide = Math.max(...rows.map(({ textContent }) => textWidth(textContent ?? '', fontSizes.text)));
      const before = group.getAttribute('text-anchor') === 'end' ? wide : wide / 2;
      return [x - before, x - before + wide] as const;
    }),
  );
}

test.each(list('paradigms').map(({ id }) => id))(
  '%s: in the tab at 1280 x 800 no label of a summary leaves the figure, and its plot keeps some height',
  (id) => {
    const declared = find('paradigms', id).summaries ?? [];
    // 790 px across, less the gaps; 211 px high.
    const [width, height] = [Math.max(248, (790 - 12 - 8 * (declared.length - 1)) / declared.length), 211];
    for (const { title, x, y, categories, xScale = 'linear', recorded, series, ...summary } of declared) {
      const points = (categories ?? ['a', 'b', 'c']).map((_, at) => ({ x: at, y: 0.05 * at }));
      const result: SummaryResult = {
        id: summary.id,
        title,
        x,
        y,
        xScale,
        layout: 'tuning',
        series: series.map((one) => ({ ...one, points })),
        ...(categories === undefined ? {} : { categories }),
        ...(recorded === undefined ? {} : { recorded }),
      };
      const svg = summaryFigure({ summary: result, document, width, height });
      for (const [from, to] of namesOf(svg)) {
        expect(from, summary.id).toBeGreaterThanOrEqual(0);
        expect(to, summary.id).toBeLessThanOrEqual(width);
      }
      const rotated = [...svg.querySelectorAll('g[aria-label="y-axis label"] text')].flatMap((text) =>
        text.children.length > 0 ? [...text.children] : [text],
      );
      for (const { textContent: line } of rotated)
        expect(textWidth(line ?? '', fontSizes.text), `${summary.id}: ${line}`).toBeLessThanOrEqual(height);
      const marks = [...svg.querySelectorAll('g[aria-label="y-axis tick"] path')].map((tick) =>
        Number(/,(-?[\d.]+)\)/u.exec(tick.getAttribute('transform') ?? '')?.[1]),
      );
      if (marks.length > 0) expect(Math.max(...marks) - Math.min(...marks), summary.id).toBeGreaterThan(40);
    }
  },
);
