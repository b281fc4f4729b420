import { expect, test } from 'vitest';
import { seedStrip } from '../../src/figures/seed-strip.ts';
import { svgDocument } from '../../src/export/svg.ts';

const strip = (values: readonly (number | null)[], expected: object): SVGSVGElement =>
  seedStrip({ signature: { values, measured: 1, interval: [0.5, 1.5], expected }, document: svgDocument() });

test('every defined seed is a point, with the bounds and the interval', () => {
  const { outerHTML } = strip([0, 1, null, 2], { above: -2 });
  const places = [...outerHTML.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  expect(places).toHaveLength(3);
  // From -2, the bound, to 2, the last seed, over 122 pixels starting at 5.
  [0, 1, 2].forEach((value, i) => expect(places[i]).toBeCloseTo(5 + ((value + 2) / 4) * 122, 0));
  expect(outerHTML.match(/<line/g)).toHaveLength(2);
});

test('has a description in words, including undefined seeds', () => {
  expect(strip([0, null, 2], { about: 1, within: 0.5 }).outerHTML).toContain(
    'aria-label="seeds: 0, undefined, 2; mean 1, 95 % interval .5 to 1.5; expected 1 ± 0.5"',
  );
});

test('if all seeds are on the bound they are drawn in the middle', () => {
  const { outerHTML } = seedStrip({
    signature: { values: [1, 1], measured: 1, interval: [1, 1], expected: { above: 1 } },
    document: svgDocument(),
  });
  expect(outerHTML).not.toContain('NaN');
  expect(outerHTML.match(/cx="66"/g)).toHaveLength(2);
});
