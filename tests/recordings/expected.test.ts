// The faster way to what a sensor shows on average is that of its steps.
import { expect, test } from 'vitest';
import { expectedDraws } from '../../src/core/expected-draws.ts';
import { randomStream } from '../../src/core/random.ts';
import { recordSteps } from '../../src/contracts/recording.ts';
import { bind } from '../../src/engine/bind.ts';
import { list } from '../../src/engine/registry.ts';
import { withoutWebAssembly } from '../learning-rules/feature-cases.ts';

const draws = randomStream(1, 'errors');
const rpe = Float64Array.from({ length: 3000 }, () => (draws.bernoulli(0.05) ? draws.normal(0, 1) : 0));
const recordings = list('recordings');
const changes: readonly Readonly<Record<string, number>>[] = [
  {},
  { bleachShare: 0.4, bleachSeconds: 20 },
  { delaySeconds: 0.123, riseSeconds: 0.3, decaySeconds: 0.3 },
];

type Changes = Readonly<Record<string, number>>;

/** Of a recording with its defaults, some of them changed, and without noise. */
function recorderOf(id: string, change: Changes = {}) {
  const declared = recordings.find((one) => one.id === id)?.parameters ?? {};
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, parameter]) => [name, parameter.default]));
  const parameters = { ...defaults, ...change, ...('noise' in defaults ? { noise: 0 } : {}) };
  return bind('recordings', { id, parameters }).create(randomStream(1, 'recording'));
}

test.each(recordings)('$id: to the bit', ({ id, parameters }) => {
  for (const change of changes.filter((one) => Object.keys(one).every((name) => name in parameters))) {
    const recorder = recorderOf(id, change);
    const steps = new Float64Array(rpe.length);
    recordSteps(recorder, 0, rpe, 0.02, expectedDraws, steps);
    const whole = recorder.expected?.(rpe, 0.02) ?? steps;
    expect(Buffer.from(whole.buffer).equals(Buffer.from(steps.buffer))).toBe(true);
  }
});

test('without WebAssembly there is none, and sessions are recorded step by step', () => {
  withoutWebAssembly(() => expect(recorderOf('dlight')).not.toHaveProperty('expected'));
});

test('every sensor of fluorescence has it', () => {
  const sensors = recordings.filter(({ unit }) => unit.includes('F/F'));
  expect(sensors.length).toBeGreaterThanOrEqual(5);
  for (const { id } of sensors) expect(recorderOf(id)).toHaveProperty('expected');
});
