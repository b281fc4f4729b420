import { expect, test } from 'vitest';
import type { PreprocessingWays } from '../../src/contracts/preprocessing-ways.ts';
import { multiverseFigure, multiverseHeight } from '../../src/figures/multiverse-figure.ts';
import { lightTheme } from '../../src/figures/theme.ts';
import { marksOf, textsOf } from './drawing.ts';
import { newDocument } from './experiment-data.ts';

/** Four ways: the first model is 30, 10 and 1 better than the best other one, and 5 worse. */
const data: PreprocessingWays = {
  models: ['TD', 'RW', 'ANCCR'],
  leading: 0,
  steps: ['fit of the control', 'filter'],
  ways: [
    { choices: ['Huber', 'no filter'], logLikelihoods: [-10, -20, -40], winner: 0 },
    { choices: ['Huber', 'causal filter'], logLikelihoods: [-10, -40, -50], winner: 0 },
    { choices: ['none', 'no filter'], logLikelihoods: [-10, -11, -40], winner: undefined },
    { choices: ['none', 'causal filter'], logLikelihoods: [-10, -11, -5], winner: 2 },
  ],
  minMargin: 2,
};

const svg = multiverseFigure({ data, document: newDocument(), width: 800, theme: lightTheme });

const placesOf = (mark: string): readonly { readonly x: number; readonly y: number; readonly size: number }[] =>
  marksOf(svg, mark).flatMap((group) =>
    [...group.querySelectorAll('path, circle')].map((dot) => {
      const [, x = NaN, y = NaN] =
        /translate\((-?[\d.]+),(-?[\d.]+)\)/u.exec(dot.getAttribute('transform') ?? '') ?? [];
      return {
        x: Number(dot.getAttribute('cx') ?? x),
        y: Number(dot.getAttribute('cy') ?? y),
        size: Number(dot.getAttribute('r') ?? NaN),
      };
    }),
  );

test('the share of ways in which each model wins is a part of the bar, and is written', () => {
  expect(textsOf(svg, 'share').map(({ text }) => text)).toEqual([
    'TD wins: 2 (50 %)',
    'RW wins: 0 (0 %)',
    'ANCCR wins: 1 (25 %)',
    'none wins: 1 (25 %)',
  ]);
  const widths = marksOf(svg, 'share of ways').flatMap((group) =>
    [...group.querySelectorAll('rect')].map((rect) => Number(rect.getAttribute('width'))),
  );
  expect(widths).toHaveLength(3);
  expect((widths[0] as number) / (widths[1] as number)).toBeCloseTo(2, 1);
});

test('ways are in the order of the advantage of the leading model, each at its value, above what was chosen', () => {
  const dots = placesOf('ways').toSorted((one, other) => one.x - other.x);
  expect(dots).toHaveLength(4);
  const [first, second, third, last] = dots.map(({ y }) => y) as [number, number, number, number];
  // Advantages 30, 10, 1 and -5.
  expect((second - first) / (last - third)).toBeCloseTo(20 / 6, 2);
  expect((third - second) / (last - third)).toBeCloseTo(9 / 6, 2);
  const chosen = (step: string): readonly number[] =>
    placesOf(step)
      .toSorted((one, other) => one.x - other.x)
      .flatMap(({ size }, i) => (size > 1 ? [i + 1] : []));
  expect(chosen('fit of the control: Huber')).toEqual([1, 2]);
  expect(chosen('filter: causal filter')).toEqual([1, 4]);
  expect(chosen('filter: no filter')).toEqual([2, 3]);
});

test('what is drawn is said, and is as high as it is', () => {
  expect(svg.getAttribute('aria-label')).toBe(
    'Models under 4 ways of preprocessing. TD wins: 2 (50 %); RW wins: 0 (0 %); ANCCR wins: 1 (25 %); none wins: 1 (25 %). TD minus the best of the others, log-likelihood: -5.0 to 30.0.',
  );
  expect(svg.getAttribute('height')).toBe(String(multiverseHeight(data)));
  expect(textsOf(svg, 'heading')[0]?.text).toBe('TD minus the best of the others; a winner needs 2 (dashed)');
});
