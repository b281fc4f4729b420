import { expect, test } from 'vitest';
import { sampleCorrelation } from 'simple-statistics';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

/** The paper's recordings against what is recorded here, and the measured correlation with the RPE. */
function compared(recording: object): { points: readonly { x: number; y: number }[]; r: number | undefined } {
  const session = createTrialSession(completeTrialSpec({ world: 'mikhael-2022', seed: 1, recording } as never));
  session.advance(session.trials.length);
  const { summaries, signatures } = observe(session).look();
  return {
    points: summaries.find(({ id }) => id === 'beside')?.series[0]?.points ?? [],
    r: signatures.find(({ id }) => id === 'as-recorded')?.measured ?? undefined,
  };
}
const correlation = (points: readonly { x: number; y: number }[]): number =>
  sampleCorrelation(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );

test('the recording of the RPE itself is compared as the signature does, and a sensor by what it shows', () => {
  const plain = compared({ id: 'identity', parameters: {} });
  expect(correlation(plain.points)).toBeCloseTo(plain.r ?? Number.NaN, 9);
  const sensed = compared({ id: 'gcamp6m', parameters: { noise: 0, movement: 0 } });
  expect(sensed.r).toBe(plain.r);
  expect(sensed.points.map(({ y }) => y)).toEqual(plain.points.map(({ y }) => y));
  expect(sensed.points.map(({ x }) => x)).not.toEqual(plain.points.map(({ x }) => x));
});
