import { expect, test } from 'vitest';
import { traceView } from '../../src/recorded/trace-view.ts';
import { memoryRecording, sampled } from './memory-recording.ts';

test('a single sample stays visible at any zoom, and a gap stays a gap', async () => {
  const signal = sampled(1000, 1000, (t) => (Math.abs(t - 700) < 4e-4 ? 5 : 0));
  for (let i = 0; i < signal.values.length; i++)
    if ((signal.times[i] as number) >= 200 && (signal.times[i] as number) < 300) signal.values[i] = Number.NaN;
  const recording = memoryRecording({ F: signal });
  for (const [fromSeconds, toSeconds] of [
    [0, 1000],
    [650, 750],
    [699, 701],
  ] as const) {
    const { t, min, max } = await traceView(recording, 'F', { fromSeconds, toSeconds, pixels: 500 });
    const at = Math.floor(((700 - fromSeconds) / (toSeconds - fromSeconds)) * 500);
    expect(Math.max(...max.filter((value) => !Number.isNaN(value)))).toBe(5);
    expect(Math.abs((t[max.indexOf(5)] as number) - (t[at] as number))).toBeLessThan(0.003 * (toSeconds - fromSeconds));
    expect(Math.max(...min.filter((value) => !Number.isNaN(value)))).toBe(0);
  }
  const whole = await traceView(recording, 'F', { fromSeconds: 0, toSeconds: 1000, pixels: 500 });
  // 100 of 1000 s, less the blocks at its ends.
  expect(whole.max.filter((value) => Number.isNaN(value)).length).toBeGreaterThan(47);
});

test('folding equals the minimum and maximum of the samples of each pixel', async () => {
  const signal = sampled(50, 60, (t) => Math.sin(3 * t) + Math.cos(17 * t));
  const { min, max } = await traceView(memoryRecording({ F: signal }), 'F', {
    fromSeconds: 10,
    toSeconds: 40,
    pixels: 75,
  });
  for (let pixel = 0; pixel < 75; pixel++) {
    const inside = signal.values.filter((_, i) => Math.floor((((signal.times[i] as number) - 10) / 30) * 75) === pixel);
    expect(min[pixel]).toBe(Math.fround(Math.min(...inside)));
    expect(max[pixel]).toBe(Math.fround(Math.max(...inside)));
  }
});

test('close to, the samples themselves are drawn, and nothing over a gap', async () => {
  const { times, values } = sampled(10, 60, (t) => t);
  // Nothing was recorded from 20.5 s to 22 s.
  const kept = Array.from(times.keys()).filter((i) => i <= 205 || i >= 220);
  const signal = {
    times: Float64Array.from(kept, (i) => times[i] as number),
    values: Float64Array.from(kept, (i) => values[i] as number),
  };
  const recording = memoryRecording({ F: signal });
  const view = { fromSeconds: 20, toSeconds: 22.25, pixels: 900 };
  const { t, min, max } = await traceView(recording, 'F', view);
  expect([...t]).toEqual([19.9, 20, 20.1, 20.2, 20.3, 20.4, 20.5, 21.25, 22, 22.1, 22.2, 22.3]);
  expect([...max]).toEqual([...t].map((time) => (time === 21.25 ? Number.NaN : Math.fround(time))));
  expect(min).toEqual(max);
});

test('an unknown signal is refused with the nearest name', async () => {
  const recording = memoryRecording({ Region0G: sampled(10, 10, () => 0) });
  await expect(traceView(recording, 'Region0', { fromSeconds: 0, toSeconds: 1, pixels: 10 })).rejects.toThrow(
    /did you mean 'Region0G'/,
  );
});
