import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import type { UnitMap } from '../../src/contracts/units.ts';
import { divergingScale, heatPixels, sequentialScale } from '../../src/figures/heat-pixels.ts';
import { lightTheme } from '../../src/figures/theme.ts';
import { unitMap, unitMapPlace } from '../../src/figures/unit-map.ts';
import { wholeFigure } from '../../src/figures/whole-figure.ts';
import { marksOf, textsOf, ticksOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const rpe: UnitMap = {
  group: { id: 'channel-rpe', title: 'RPE of each channel', unit: 'reward units', each: 'a channel', signed: true },
  labels: ['channel 0, τ 0.25', 'channel 1, τ 0.75'],
  condition: 'predicted',
  align: 'cue',
  t: [-0.1, 0, 0.1],
  n: 12,
  marks: [{ event: 'cue', label: 'cue', seconds: 0 }],
  mean: Float32Array.of(0, 0.5, 0, 0, -1, Number.NaN),
};
const belief: UnitMap = {
  ...rpe,
  group: { id: 'belief', title: 'belief', unit: 'probability', each: 'a state' },
  mean: Float32Array.of(1, 0.5, 0, 0, 0.5, 1),
};
const document = newDocument();
const draw = (map: UnitMap, more: object = {}) => unitMap({ map, document, width: 700, height: 200, ...more });
const pixelsOf = (svg: Element, name: string): readonly number[] => {
  const source = marksOf(svg, name)[0]?.querySelector('image')?.getAttribute('href') ?? '';
  return [...decode(Buffer.from(source.split(',')[1] ?? '', 'base64')).data];
};

test('one labelled row per unit, one column per step; diverging colours for signed values, viridis for others', () => {
  const svg = draw(rpe);
  expect(pixelsOf(svg, 'RPE of each channel')).toEqual([
    ...heatPixels(rpe.mean, divergingScale(lightTheme.diverging, 1)),
  ]);
  expect(textsOf(svg, 'unit').map(({ text }) => text)).toEqual(rpe.labels);
  expect(textsOf(svg, 'event label').map(({ text }) => text)).toEqual(['cue']);
  expect(ticksOf(svg, 'x')).toContain('0.00');
  expect(svg.outerHTML).toContain('time from cue (s)');
  expect(pixelsOf(draw(belief), 'belief')).toEqual([...heatPixels(belief.mean, sequentialScale([0, 1]))]);
});

test('adjacent maps share their colours', () => {
  const stronger = { ...rpe, mean: rpe.mean.map((value) => 3 * value) };
  expect(pixelsOf(draw(rpe, { beside: [rpe, stronger] }), 'RPE of each channel')).toEqual([
    ...heatPixels(rpe.mean, divergingScale(lightTheme.diverging, 3)),
  ]);
});

test('has a description in words', () => {
  expect(draw(rpe).getAttribute('aria-label')).toBe(
    'RPE of each channel, predicted, n = 12 trials. 2 units, each a channel, in reward units: highest 0.5 in channel 0, τ 0.25 at 0 s, lowest −1 in channel 1, τ 0.75 at 0 s.',
  );
});

test('of many units only as many are named as fit, and long names are shortened to their ends', () => {
  const labels = Array.from(
    { length: 80 },
    (_, i) => `a name that is far too long for the room at the left of the map, unit ${i}`,
  );
  const many = { ...rpe, labels, mean: new Float32Array(240) };
  const texts = textsOf(draw(many), 'unit').map(({ text }) => text);
  expect(texts.length).toBeLessThan(12);
  expect(texts[0]).toMatch(/^….*unit 0$/u);
  const { left } = unitMapPlace({ map: many, document, width: 700, height: 200 });
  expect(left).toBeLessThan(230);
});

test('the whole figure has the requested maps below, with their titles', () => {
  const data = { ...experimentData({ world: 'schultz-1997' }), units: [rpe, belief] };
  const svg = wholeFigure(data, { document });
  expect(textsOf(svg, 'heading').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['RPE of each channel, predicted, n = 12 trials', 'belief, predicted, n = 12 trials']),
  );
  expect(svg.getAttribute('aria-label')).toContain('belief, predicted, n = 12 trials: 2 units');
});
