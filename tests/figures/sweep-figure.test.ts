import { expect, test } from 'vitest';
import { sweepFigure, type SweepFigureData } from '../../src/figures/sweep-figure.ts';
import { marksOf, ticksOf } from './drawing.ts';
import { newDocument } from './experiment-data.ts';

const data: SweepFigureData = {
  title: 'A sweep',
  note: '4 subjects',
  provenance: 'seed 1',
  varied: [
    { title: 'learningRate', scale: 'log', values: [0.01, 0.1, 1, 1] },
    { title: 'traceDecay', scale: 'linear', values: [0, 1, 0.5, 0.5] },
  ],
  signatures: [
    {
      claim: 'It rises.',
      quantity: 'rise',
      expected: { above: 0.5 },
      expectedText: 'above 0.5',
      measured: [0, 0.6, 1, null],
      pass: [false, true, true, null],
    },
    {
      claim: 'It stays.',
      quantity: 'change',
      expected: { about: 0, within: 0.1 },
      expectedText: '0 ± 0.1',
      measured: [0, 0, 0.4, 0.3],
      pass: [true, true, false, false],
    },
  ],
};
const svg = sweepFigure({ data, document: newDocument() });
const dotsOf = (description: string) =>
  marksOf(svg, description).map((mark) =>
    [...mark.querySelectorAll('circle')].map((dot) => ['cx', 'cy'].map((name) => Number(dot.getAttribute(name)))),
  );

test('has a panel for each signature and parameter, with distinct marks for subjects that show it', () => {
  expect(dotsOf('subjects that show it').map((dots) => dots.length)).toEqual([2, 2, 2, 2]);
  expect(dotsOf('subjects that do not show it').map((dots) => dots.length)).toEqual([1, 1, 2, 2]);
  expect(svg.textContent).toMatch(/67 % show it \(3 of 4 defined\): It rises\..*50 % show it: It stays\./u);
});

test('equal factors have equal distances on a logarithmic scale, and equal differences on a linear one', () => {
  const [rise, riseByTrace] = [0, 1].map(
    (panel) =>
      [dotsOf('subjects that do not show it')[panel], dotsOf('subjects that show it')[panel]].flat() as number[][],
  ) as [number[][], number[][]];
  const [a, b, c] = rise.map(([x]) => x as number) as [number, number, number];
  expect(b - a).toBeCloseTo(c - b, 3);
  const [zero, one, half] = riseByTrace.map(([x]) => x as number) as [number, number, number];
  expect(one - zero).toBeCloseTo(2 * (half - zero), 3);
  expect(ticksOf(svg, 'x').slice(0, 7)).toEqual(['0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1']);
});

test('the expected range is shaded', () => {
  const change = marksOf(svg, 'the range that counts as shown')[2]?.querySelector('rect');
  const centre = Number(change?.getAttribute('y')) + Number(change?.getAttribute('height')) / 2;
  for (const [, y] of dotsOf('subjects that show it')[2] as number[][]) expect(y).toBeCloseTo(centre, 3);
});
