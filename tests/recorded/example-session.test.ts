import { expect, test } from 'vitest';
import { alignedRecordings } from '../../src/recorded/aligned-recording.ts';
import { exampleSession } from '../../src/recorded/example-session.ts';
import { correctedRecording } from '../../src/recorded/photometry/corrected-recording.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { sessionQuality } from '../../src/recorded/session-quality.ts';

test('the simulated session passes its checks, and its dF/F shows the RPE that is in it', async () => {
  const session = exampleSession();
  const mapping = proposedMapping(session.found);
  expect(mapping).toMatchObject({ signal: 'dLight 470 nm', control: 'dLight 415 nm' });
  const quality = await sessionQuality(session, mapping);
  expect(quality.lines.filter(({ passed }) => !passed)).toEqual([]);
  const { recording, signal } = await correctedRecording(session, {
    signal: 'dLight 470 nm',
    control: 'dLight 415 nm',
  });
  const aligned = await alignedRecordings(recording, mapping, { signal: signal.id });
  const rewarded = aligned.find(({ title }) => title === 'tone, rewarded') as (typeof aligned)[number];
  const bins = rewarded.t.length;
  /** Mean of some trials over half a second from a time on, less that before the tone. */
  const response = (from: number, first: number, last: number): number => {
    const mean = (low: number, high: number): number => {
      const all = Array.from({ length: last - first }, (_, i) => first + i).flatMap((row) =>
        Array.from(rewarded.rows.subarray(row * bins, (row + 1) * bins)).filter((_, bin) => {
          const t = rewarded.t[bin] as number;
          return t >= low && t < high;
        }),
      );
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    };
    return mean(from, from + 0.5) - mean(-1, 0);
  };
  const trials = rewarded.trials.length;
  // Rescorla & Wagner with α .06 and four rewards of five: V is near 0 at first and about .8 in the end. The response
  // decays with .6 s, so that half a second has .68 of its start: .06 x .68 = .041 for an RPE of 1.
  expect(response(2, 0, 5)).toBeGreaterThan(0.03);
  expect(response(0, 0, 5)).toBeLessThan(0.015);
  expect(Math.abs(response(0, trials - 30, trials) - 0.8 * 0.041)).toBeLessThan(0.008);
  expect(response(2, trials - 30, trials)).toBeLessThan(0.02);
});
