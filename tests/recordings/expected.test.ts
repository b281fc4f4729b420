// The faster way to what a sensor shows on average is that of its steps.
import { expect, test } from 'vitest';
import { expectedDraws } from '../../src/core/expected-draws.ts';
import { randomStream } from '../../src/core/random.ts';
import { recordSteps } from '../../src/contracts/recording.ts';
import { bind } from '../../src/engine/bind.ts';
import { list } from '../../src/engine/registry.ts';

const draws = randomStream(1, 'errors');
const rpe = Float64Array.from({ length: 3000 }, () => (draws.bernoulli(0.05) ? draws.normal(0, 1) : 0));
const recordings = list('recordings');
const changes = [
  {},
  { bleachShare: 0.4, bleachSeconds: 20 },
  { delaySeconds: 0.123, riseSeconds: 0.3, decaySeconds: 0.3 },
];

test.each(recordings.map(({ id }) => id))('%s: to the bit', (id) => {
  const { parameters } = recordings.find((one) => one.id === id) ?? { parameters: {} };
  const defaults = Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, one.default]));
  for (const change of changes.filter((one) => Object.keys(one).every((name) => name in parameters))) {
    const quiet = { ...defaults, ...change, ...('noise' in defaults ? { noise: 0 } : {}) };
    const recorder = bind('recordings', { id, parameters: quiet }).create(randomStream(1, 'recording'));
    const steps = new Float64Array(rpe.length);
    recordSteps(recorder, 0, rpe, 0.02, expectedDraws, steps);
    const whole = recorder.expected?.(rpe, 0.02) ?? steps;
    expect(Buffer.from(whole.buffer).equals(Buffer.from(steps.buffer))).toBe(true);
  }
});

test('every sensor of fluorescence has it', () =>
  expect(
    recordings
      .filter(({ unit }) => unit.includes('F/F'))
      .map(({ id, create, parameters }) => {
        const values = Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, one.default]));
        return [id, typeof create(values as never, randomStream(1, 'recording')).expected];
      }),
  ).toSatisfy(
    (ids: readonly (readonly [string, string])[]) => ids.length >= 5 && ids.every(([, of]) => of === 'function'),
  ));
