import { expect, test } from 'vitest';
import type { SummaryResult } from '../../src/contracts/result.ts';
import { summaryFigure } from '../../src/figures/summary-figure.ts';
import { lightTheme } from '../../src/figures/theme.ts';
import { lineOf, marksOf, textsOf, ticksOf, verticesOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const document = newDocument();
const { summaries } = experimentData({ paradigm: 'eshel-2015' });
const draw = (id: string) => summaryFigure({ summary: summaries.find((one) => one.id === id) as SummaryResult, document, width: 400 });

test('a tuning curve has the model in colour and the recording in grey, with its errors, on a logarithmic axis', () => {
  const svg = draw('size');
  expect(ticksOf(svg, 'x')).toEqual(['0.1', '0.3', '1.2', '2.5', '5', '10', '20']);
  const [x1, x2, x10, x20] = [4, 3, 5, 6].map((i) => verticesOf(lineOf(svg, 'unexpected'))[i]?.x as number) as [number, number, number, number];
  expect(x1 - x2).toBeCloseTo(x20 - x10, 1);
  expect(lineOf(svg, 'unexpected').getAttribute('stroke')).toBe(lightTheme.categories[0]);
  expect(lineOf(svg, 'unexpected, recorded').getAttribute('stroke')).toBe(lightTheme.recorded);
  expect(marksOf(svg, 'unexpected, recorded, SEM')[0]?.querySelectorAll('line')).toHaveLength(7);
  expect(textsOf(svg, 'key label').map(({ text }) => text)).toEqual(['unexpected', 'expected', 'unexpected, recorded', 'expected, recorded']);
});

test('the second series on the first has a line fitted to each, and says which', () => {
  const svg = draw('subtraction');
  const texts = textsOf(svg, 'key label').map(({ text }) => text.replaceAll('\u00a0', ' '));
  expect(texts[0]).toMatch(/^model: slope [\d.]+, intercept −[\d.]+, r [\d.]+$/u);
  expect(texts[1]).toBe('recorded, 40 neurons: slope 1.01, intercept −1.51, r .98');
  expect(lineOf(svg, 'model, fit').getAttribute('stroke')).toBe(lightTheme.categories[0]);
  expect(marksOf(svg, 'equality')).toHaveLength(1);
});

test('series without recording are named at their lines; one that is alone is named by the title', () => {
  const series = [0, 1].map((i) => ({ id: `s${i}`, title: `series ${i}`, points: [1, 2, 3].map((x) => ({ x, y: x * (i + 1) })) }));
  const summary = { id: 'a', title: 'A summary', x: 'x', y: 'y', xScale: 'linear', layout: 'tuning', series } as const;
  const names = (some: typeof series) => textsOf(summaryFigure({ summary: { ...summary, series: some }, document, width: 400 }), 'line label').map(({ text }) => text);
  expect(names(series)).toEqual(['series 0', 'series 1']);
  expect(names(series.slice(0, 1))).toEqual([]);
});

test('says so where nothing could be measured', () => {
  const summary = { id: 'a', title: 'A summary', x: 'x', y: 'y', xScale: 'log', layout: 'tuning', series: [{ id: 's', title: 's', points: [] }] } as const;
  expect(summaryFigure({ summary, document, width: 400 }).textContent).toContain('nothing to measure in these trials');
});
