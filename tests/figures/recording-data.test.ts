import { expect, test } from 'vitest';
import { parseHTML } from 'linkedom';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { heatMap } from '../../src/figures/heat-map.ts';
import { recordingData, recordingRows } from '../../src/figures/recording-data.ts';

const { document } = parseHTML('<html></html>');
// Two trials of four bins; no trial has the first one, and the second trial lacks the last one.
const condition = {
  condition: 'session/tone',
  title: 'tone',
  t: [-1.5, -0.5, 0.5, 1.5],
  rows: Float32Array.of(Number.NaN, 10, 12, 14, Number.NaN, 20, 24, Number.NaN),
  trials: [0, 1],
  align: 'cue' as const,
  marks: [],
};

test('means are over the trials that have a bin, minus the second before the event if that is asked for', () => {
  const meanOf = (baseline: 'none' | 'before') =>
    recordingData([condition], { title: 'F', unit: 'V', baseline }).conditions[0]?.averages.rate.mean;
  expect(meanOf('none')).toEqual([Number.NaN, 15, 18, 14]);
  expect(meanOf('before')).toEqual([Number.NaN, 0, 3, 4]);
  expect([...recordingRows(condition, 'before').rpe]).toEqual([Number.NaN, 0, 2, 4, Number.NaN, 0, 4, Number.NaN]);
});

test('figures of a recording with gaps name its signal and unit, also in words', () => {
  const place = { document, width: 600, height: 240 };
  const data = recordingData([condition], { title: 'F', unit: 'V', baseline: 'before' });
  const means = alignedFigure({ data, signal: 'rate', ...place }).outerHTML;
  expect(means).toContain('in V: highest 4 at 1 s, lowest 0 at −1 s');
  const map = heatMap({
    heat: recordingRows(condition, 'before'),
    events: [],
    value: { what: 'F', unit: 'V' },
    ...place,
  });
  expect(map.outerHTML).toContain('F of largest size in the first row: 4 V at 1 s');
  expect(map.outerHTML).not.toContain('reward units');
});
