import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { heatMap } from '../../src/figures/heat-map.ts';
import { divergingScale, heatPixels, sequentialScale, symmetricLimit } from '../../src/figures/heat-pixels.ts';
import { heatRows } from '../../src/figures/heat-rows.ts';
import { darkTheme, lightTheme } from '../../src/figures/theme.ts';
import { marksOf, textsOf, ticksOf } from './drawing.ts';
import { newDocument } from './experiment-data.ts';

const document = newDocument();
const scale = divergingScale(lightTheme.diverging, 1);
const pixel = (value: number): readonly number[] => [...heatPixels([value], scale)];

test('only zero has the middle colour; positive is orange, negative purple', () => {
  expect(pixel(0)).toEqual([0xf7, 0xf7, 0xf7, 255]);
  expect(pixel(1)).toEqual([0x7f, 0x3b, 0x08, 255]);
  expect(pixel(-1)).toEqual([0x2d, 0x00, 0x4b, 255]);
  const [red, , blue] = pixel(0.4) as [number, number, number];
  expect(red).toBeGreaterThan(blue);
  const [redBelow, , blueBelow] = pixel(-0.4) as [number, number, number];
  expect(blueBelow).toBeGreaterThan(redBelow);
  expect(pixel(0.01)).not.toEqual(pixel(0));
});

test('beyond the limit the colour is constant; nothing is transparent', () => {
  expect(pixel(7)).toEqual(pixel(1));
  expect(pixel(Number.NaN)).toEqual([0, 0, 0, 0]);
});

test('the limit is symmetric and includes every value', () => {
  expect(symmetricLimit([0.2, -0.983])).toBe(0.99);
  expect(symmetricLimit([-1, 0.5])).toBe(1);
  expect(symmetricLimit([0, Number.NaN, 4e-16])).toBe(1);
});

test('selected trials are pooled in order, and the last row has the remaining ones', () => {
  const t = [0, 0.1];
  const all = Float32Array.from({ length: 2 * 2000 }, (_, i) => Math.floor(i / 2));
  const map = heatRows(all, t, (trial) => trial % 2 === 1);
  expect(map.trials).toBe(1000);
  expect(map.trialsPerRow).toBe(3);
  expect(map.rows).toBe(334);
  expect(map.rpe[0]).toBe((1 + 3 + 5) / 3);
  expect(map.rpe.at(-1)).toBe(1999);
  expect(heatRows(all, t, (trial) => trial < 10)).toMatchObject({ rows: 10, trialsPerRow: 1 });
});

const t = [-0.1, 0, 0.1, 0.2];
const rpe = Float32Array.of(0, 1, 0, -0.5, 0, 0, 0, 0.25);
const heat = { t, rows: 2, trials: 2, rpe, trialsPerRow: 1, title: 'light, then reward' };
const events = [{ seconds: 0, label: 'cue' }];

test('each cell is a pixel, row by row, drawn sharply and starting at its time', () => {
  const svg = heatMap({ heat, events, document, width: 500 });
  const image = svg.querySelector('g[aria-description="RPE"] image') as Element;
  const png = decode(
    Uint8Array.from(atob((image.getAttribute('href') ?? '').split(',')[1] ?? ''), (character) =>
      character.charCodeAt(0),
    ),
  );
  expect([png.width, png.height]).toEqual([4, 2]);
  expect([...png.data]).toEqual([...heatPixels(rpe, scale)]);
  expect(image.getAttribute('image-rendering')).toBe('pixelated');
  const cue = Number(marksOf(svg, 'event')[0]?.querySelector('line')?.getAttribute('x1'));
  const [left, width] = [Number(image.getAttribute('x')), Number(image.getAttribute('width'))];
  expect(left + (1 / 4) * width).toBeCloseTo(cue, 1);
});

test('cells beyond the time axis are clipped, not compressed', () => {
  const svg = heatMap({ heat, events, document, width: 500, domain: [0, 0.2] });
  const image = svg.querySelector('g[aria-description="RPE"] image') as Element;
  const png = decode(
    Uint8Array.from(atob((image.getAttribute('href') ?? '').split(',')[1] ?? ''), (character) =>
      character.charCodeAt(0),
    ),
  );
  expect([...png.data]).toEqual([...heatPixels([1, 0, 0, 0], scale)]);
});

test('trials run downward, the colour bar has its unit, and a description names the strongest RPE', () => {
  const svg = heatMap({ heat, events, document, width: 500, theme: darkTheme });
  const axis = [...svg.querySelectorAll('g[aria-label="y-axis tick"] path')].map((tick) =>
    Number(/,(-?[\d.]+)\)/u.exec(tick.getAttribute('transform') ?? '')?.[1]),
  );
  expect(ticksOf(svg, 'y').slice(0, 2)).toEqual(['1', '2']);
  expect(axis[1]).toBeGreaterThan(axis[0] as number);
  expect(svg.textContent).toContain('RPE (reward units)');
  expect(textsOf(svg, 'heading')[0]?.text).toBe('light, then reward');
  expect(svg.getAttribute('aria-label')).toContain(
    'in the first row: 1 reward units at 0 s; in the last row: 0.25 reward units at 0.2 s',
  );
});

test('a sequential scale runs from 0, or from the minimum below it, to a round number, dark to light', () => {
  expect(sequentialScale([0.2, 0.983]).range).toEqual([0, 0.99]);
  expect(sequentialScale([-0.52, 0.5, Number.NaN]).range).toEqual([-0.52, 0.5]);
  expect(sequentialScale([0, 0]).range).toEqual([0, 1]);
  const [low, high] = [0, 1].map((value) => [...heatPixels([value], sequentialScale([0, 1]))]);
  // The ends of viridis.
  expect([low, high]).toEqual([
    [68, 1, 84, 255],
    [253, 231, 37, 255],
  ]);
});
