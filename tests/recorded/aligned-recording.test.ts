import { expect, test } from 'vitest';
import { alignedRecordings, type AlignedRecording } from '../../src/recorded/aligned-recording.ts';
import { toneMapping, toneSession } from './found.ts';
import { memoryRecording, sampled } from './memory-recording.ts';

const by = (all: readonly AlignedRecording[], title: string): AlignedRecording =>
  all.find((one) => one.title === title) as AlignedRecording;

/** Mean over trials. */
const meanAt = ({ rows, t, trials }: AlignedRecording, bin: number): number =>
  trials.reduce((sum, _, row) => sum + (rows[row * t.length + bin] as number), 0) / trials.length;

test('each condition has the signal around its events, averaged over its trials', async () => {
  // The time since the last tone, known in closed form.
  const tones = [10, 25, 41.25, 60];
  const since = (t: number): number => t - (tones.findLast((tone) => tone <= t + 1e-9) ?? 0);
  const recording = memoryRecording({ F: sampled(100, 70, since) }, toneSession);
  const aligned = await alignedRecordings(recording, toneMapping, { signal: 'F' });
  const rewarded = by(aligned, 'tone, rewarded');
  expect(rewarded.trials).toEqual([0, 1, 4]);
  expect(by(aligned, 'tone, reward omitted').trials).toEqual([2]);
  expect(by(aligned, 'reward alone').trials).toEqual([3]);
  // A bin of one or more samples after the tone has the mean of their times.
  rewarded.t.forEach((t, i) => {
    if (t > 0.02) expect(Math.abs(meanAt(rewarded, i) - t)).toBeLessThan(0.011);
  });
  expect(rewarded.marks).toEqual([
    { event: 'cue', label: 'cue', seconds: 0 },
    { event: 'reward', label: 'reward', seconds: 2 },
  ]);
  expect(by(aligned, 'tone, reward omitted').marks[1]).toMatchObject({ event: 'omission', seconds: 2 });
});

test('windows that are cut off or outside the recording are counted, and gaps stay gaps', async () => {
  const F = sampled(100, 26, (t) => (t >= 10.5 && t < 10.8 ? Number.NaN : 1));
  const aligned = await alignedRecordings(memoryRecording({ F }, toneSession), toneMapping, { signal: 'F' });
  const rewarded = by(aligned, 'tone, rewarded');
  expect([rewarded.trials, rewarded.cut, rewarded.outside]).toEqual([[0, 1], 1, 1]);
  expect(by(aligned, 'reward alone')).toMatchObject({ trials: [], outside: 1 });
  const bins = rewarded.t.length;
  const first = rewarded.rows.subarray(0, bins);
  rewarded.t.forEach((t, i) => {
    if (t > 0.52 && t < 0.78) expect(first[i]).toBeNaN();
    if (t < 0.47) expect(first[i]).toBe(1);
  });
});
