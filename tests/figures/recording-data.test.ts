import { expect, test } from 'vitest';
import { parseHTML } from 'linkedom';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { heatMap } from '../../src/figures/heat-map.ts';
import { meansOf, recordingData, recordingRows } from '../../src/figures/recording-data.ts';
import { recordedMeans } from '../../src/figures/recording-panels.ts';
import { recordedRaster } from '../../src/figures/recorded-raster.ts';
import { recordingTable } from '../../src/figures/recording-table.ts';
import { lightTheme } from '../../src/figures/theme.ts';
import { withBaseline } from '../../src/recorded/aligned/baseline.ts';

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

const order = { places: [0, 1], words: 'trials in order', isSorted: false };
const second = { mode: 'subtract', range: [-1, 0] } as const;
const relative = () => withBaseline([condition], second)[0] as typeof condition;

test('means are over the trials that have a bin, minus the second before the event if that is asked for', () => {
  const meanOf = (one: typeof condition) => meansOf([one])[0]?.mean;
  expect(meanOf(condition)).toEqual([Number.NaN, 15, 18, 14]);
  expect(meanOf(relative())).toEqual([Number.NaN, 0, 3, 4]);
  expect([...recordingRows(relative(), order).rpe]).toEqual([Number.NaN, 0, 2, 4, Number.NaN, 0, 4, Number.NaN]);
});

test('a trial without a baseline is not counted', () => {
  // The second before the event has no sample in the second trial.
  const rows = condition.rows.map((value, at) => (at === 5 ? Number.NaN : value));
  const [one] = withBaseline([{ ...condition, rows }], second);
  expect(one?.withoutBaseline).toBe(1);
  expect(meansOf([one as typeof condition])[0]).toMatchObject({ n: 1, mean: [Number.NaN, 0, 2, 4] });
});

test('rows of a map have another order, which the figure names', () => {
  const sorted = { places: [1, 0], words: 'trials by size, descending', isSorted: true };
  const heat = recordingRows(condition, sorted);
  expect([...heat.rpe]).toEqual([Number.NaN, 20, 24, Number.NaN, Number.NaN, 10, 12, 14]);
  expect(heat.title).toBe('tone: trials by size, descending');
});

test('figures of a recording with gaps name its signal and unit, also in words', () => {
  const place = { document, width: 600, height: 240 };
  const data = recordingData(meansOf([relative()]), { title: 'F', unit: 'V' });
  const means = alignedFigure({ data, signal: 'rate', ...place }).outerHTML;
  expect(means).toContain('in V: highest 4 at 1 s, lowest 0 at −1 s');
  const map = heatMap({
    heat: recordingRows(relative(), order),
    events: [],
    value: { what: 'F', unit: 'V' },
    ...place,
  });
  expect(map.outerHTML).toContain('F of largest size in the first row: 4 V at 1 s');
  expect(map.outerHTML).not.toContain('reward units');
});

test('the baseline window is drawn where it is on the time axis', () => {
  const place = { document, width: 560, height: 240, theme: lightTheme };
  const drawn = recordedMeans([relative()], { title: 'F', unit: 'V', baseline: second }, place);
  const bar = drawn.querySelector('[aria-description="baseline window"] path');
  // The axis is from -2 to 2 s between 60 and 460 px, so the second before the event is from 160 to 260 px.
  expect(bar?.outerHTML).toMatch(/M160,\d+(\.\d+)?L260,/);
  expect(drawn.outerHTML).toContain('F minus baseline (V)');
  const raw = recordedMeans([condition], { title: 'F', unit: 'V' }, place);
  expect(raw.querySelector('[aria-description="baseline window"]')).toBeNull();
  expect(raw.outerHTML).not.toContain('minus baseline');
});

test('a raster has a tick for each spike in the colour of its condition, above the rate', () => {
  const [mean] = meansOf([condition]);
  const unit = {
    ...condition,
    ...mean,
    mean: [0, 2, 4, 0],
    n: 2,
    rows: [Float64Array.of(-0.5, 0.25), Float64Array.of(1)],
  };
  const free = { ...unit, condition: 'free', title: 'free', align: 'reward' as const, rows: [Float64Array.of(0.1)] };
  const drawn = recordedRaster({
    title: 'u1',
    conditions: [unit, free],
    align: 'cue',
    binSeconds: 1,
    document,
    width: 560,
    height: 300,
  });
  const paths = [...drawn.querySelectorAll('path[aria-description^="spikes"]')];
  expect(paths.map((path) => path.getAttribute('stroke'))).toEqual([lightTheme.categories[0]]);
  // Spikes at -0.5, 0.25 and 1 s on an axis from -2 to 2 s between 60 and 460 px.
  const x = [...(paths[0]?.getAttribute('d') ?? '').matchAll(/M([\d.]+),/g)].map(([, at]) => Number(at));
  expect(x).toEqual([210, 285, 360]);
  expect(drawn.outerHTML).toContain('3 spikes. tone: 2 trials. Rate in bins of 1 s');
});

test('the table of means has a row for each bin, empty where nothing was recorded', () => {
  const { csv, notes } = recordingTable(meansOf([condition]), { title: 'F', unit: 'V' }, { baseline: 'none' });
  expect(csv).toBe(
    'condition,aligned_on,time_s,mean,n\ntone,cue,-1.5,,2\ntone,cue,-0.5,15,2\ntone,cue,0.5,18,2\ntone,cue,1.5,14,2\n',
  );
  expect(notes).toMatchObject({ baseline: 'none', columns: { mean: { what: 'mean of F over trials', unit: 'V' } } });
});
