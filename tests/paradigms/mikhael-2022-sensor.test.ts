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

test('the recordings are compared with what the sensor shows, and with the RPE itself on request', () => {
  const plain = compared({ id: 'identity', parameters: {} });
  const sensed = compared({ id: 'gcamp6m', parameters: { noise: 0, movement: 0 } });
  for (const { points, r } of [plain, sensed]) expect(correlation(points)).toBeCloseTo(r ?? Number.NaN, 9);
  expect(sensed.points.map(({ y }) => y)).toEqual(plain.points.map(({ y }) => y));
  expect(sensed.points.map(({ x }) => x)).not.toEqual(plain.points.map(({ x }) => x));
});
