import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { foldTrace, type View } from '../../../src/recorded/aligned/fold.ts';
import { psth, spikeRows } from '../../../src/recorded/aligned/spike-windows.ts';
import { tracePyramid } from '../../../src/recorded/aligned/trace-pyramid.ts';

describe('folding to pixels', () => {
  test('minimum and maximum of the samples in each pixel; pixels without samples are gaps', () => {
    const { min, max } = foldTrace(
      Float64Array.of(0, 0.4, 1, 1.9, 3, 3.1, 4),
      Float64Array.of(5, -5, NaN, 2, NaN, NaN, 9),
      { fromSeconds: 0, toSeconds: 4, pixels: 4 },
    );
    expect([...min]).toEqual([-5, 2, NaN, NaN]);
    expect([...max]).toEqual([5, 2, NaN, NaN]);
  });

  /** An hour at 1 kHz with noise, one spike of one sample, and a gap of ten minutes after half an hour. */
  function hour() {
    const random = randomStream(1, 'trace');
    const samples = 3_600_000;
    const times = Float64Array.from({ length: samples }, (_, i) => i / 1000 + (i < 1_800_000 ? 0 : 600));
    const values = Float64Array.from(times, () => random.next());
    values[1_234_567] = 100;
    values[3_000_000] = -100;
    const pyramid = tracePyramid(0.001);
    for (let from = 0; from < samples; from += 100_000)
      pyramid.add(times.subarray(from, from + 100_000), values.subarray(from, from + 100_000));
    return { times, values, pyramid };
  }

  test('a spike of one sample is in every view that contains it, within a pixel of its place, and the gap stays', () => {
    const { times, values, pyramid } = hour();
    for (const [fromSeconds, toSeconds] of [
      [0, 4200],
      [1000, 2600],
      [1200, 1400],
      [3000, 3900],
    ] as const) {
      const view: View = { fromSeconds, toSeconds, pixels: 1000 };
      const folded = pyramid.fold(view);
      const exact = foldTrace(times, values, view);
      if (folded === undefined) throw new Error('not folded');
      for (const [side, extreme] of [
        ['max', 100],
        ['min', -100],
      ] as const) {
        const wanted = exact[side].indexOf(extreme);
        const found = folded[side].indexOf(extreme);
        expect(found >= 0).toBe(wanted >= 0);
        expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1);
      }
      exact.max.forEach((value, pixel) => {
        const near = [pixel - 1, pixel, pixel + 1].some((one) => !Number.isNaN(exact.max[one] ?? 0));
        if (!near) expect(folded.max[pixel]).toBeNaN();
        if (!Number.isNaN(value)) expect(near).toBe(true);
      });
    }
    expect(pyramid.fold({ fromSeconds: 0, toSeconds: 10, pixels: 1000 })).toBeUndefined();
    const started = performance.now();
    for (let i = 0; i < 60; i++) pyramid.fold({ fromSeconds: i, toSeconds: 2000 + i, pixels: 2000 });
    // Sixty views take a small part of a second; the limit only catches a pass over all samples.
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('a sample is in the pixel of the exact fold or in the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 60_000 }), fc.integer({ min: 10, max: 100 }), (samples, pixels) => {
        const times = Float64Array.from({ length: samples }, (_, i) => i / 100);
        const values = Float64Array.from(times, (_, i) => ((i * 7919) % 1000) / 10);
        const view: View = { fromSeconds: 0, toSeconds: samples / 100, pixels };
        const pyramid = tracePyramid(0.01);
        pyramid.add(times, values);
        const [folded, exact] = [pyramid.fold(view), foldTrace(times, values, view)];
        if (folded === undefined) return;
        for (let pixel = 0; pixel < pixels; pixel++) {
          const here = exact.max[pixel] as number;
          expect(folded.max[pixel]).toBeLessThanOrEqual(Math.max(here, exact.max[pixel + 1] ?? -Infinity));
          expect(here).toBeLessThanOrEqual(Math.max(folded.max[pixel] as number, folded.max[pixel - 1] ?? -Infinity));
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('spikes around events', () => {
  const options = { startSeconds: 0, endSeconds: 20, beforeSeconds: 1, afterSeconds: 2 };
  const spikes = Float64Array.of(0.2, 4, 4.75, 5, 5.25, 6.5, 7, 19.5);
  const events = Float64Array.of(5, 19, 25, 0.5);

  test('a raster has a row for each event of the recording', () => {
    const rows = spikeRows(spikes, events, options);
    expect(rows.map(({ event, from, to }) => [event, from, to])).toEqual([
      [0, -1, 2],
      [1, -1, 1],
      [3, -0.5, 2],
    ]);
    // The spike at 7 s is at the end of the window, which is excluded.
    expect([...(rows[0]?.times ?? [])]).toEqual([-1, -0.25, 0, 0.25, 1.5]);
    expect(rows[1]?.times).toEqual(Float64Array.of(0.5));
  });

  test('rates in bins, each over the events that were recorded in all of it', () => {
    const {
      seconds,
      rate,
      events: counted,
    } = psth(spikeRows(spikes, events, options), { ...options, binSeconds: 0.5 });
    expect([...seconds]).toEqual([-0.75, -0.25, 0.25, 0.75, 1.25, 1.75]);
    expect([...counted]).toEqual([2, 3, 3, 3, 2, 2]);
    // Spikes in each bin: 4 s; 4.75 and 0.2 s; 5 and 5.25 s; 19.5 s; none; 6.5 s.
    expect([...rate]).toEqual([1, 4 / 3, 4 / 3, 2 / 3, 0, 1]);
  });

  test('a bin that no event was recorded in is a gap', () => {
    const { rate } = psth(spikeRows(spikes, Float64Array.of(0.5), options), { ...options, binSeconds: 0.5 });
    expect(rate[0]).toBeNaN();
    expect(() => psth([], { ...options, binSeconds: 5 })).toThrow('has no bin of 5 s');
  });
});
