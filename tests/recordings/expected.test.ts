// The faster way to what a sensor shows on average is that of its steps.
import { expect, test } from 'vitest';
import { expectedDraws } from '../../src/core/expected-draws.ts';
import { randomStream } from '../../src/core/random.ts';
import { recordSteps, type Recorder } from '../../src/contracts/recording.ts';
import { bind } from '../../src/engine/bind.ts';
import { list } from '../../src/engine/registry.ts';
import { dot } from '../../src/fitting/optimise/dot.ts';
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

/** Σ weights x what is shown, step by step. */
function weighted(recorder: Recorder, errors: Float64Array): number {
  const steps = new Float64Array(errors.length);
  recordSteps(recorder, 0, errors, 0.02, expectedDraws, steps);
  return dot(weights, steps);
}

const weights = Float64Array.from(rpe, () => draws.normal(0, 1));
const withSlopes = recordings.filter(({ id }) => recorderOf(id).slopes !== undefined);

test.each(withSlopes)('$id: derivatives of a weighted sum are those of its steps', ({ id, parameters }) => {
  for (const change of [{}, { delaySeconds: 0.123, gainNegative: 3, floor: -0.8, tonic: 4 }]) {
    const own = Object.fromEntries(Object.entries(change).filter(([name]) => name in parameters));
    const recorder = recorderOf(id, own);
    recorder.expected?.(rpe, 0.02);
    const byError = new Float64Array(rpe.length);
    const slopes = recorder.slopes?.(rpe, 0.02, weights, byError);
    // Errors of both signs, and the steps after them, which have none.
    const some = Array.from(rpe.keys()).filter((t) => rpe[t] !== 0);
    for (const t of some.slice(0, 8).flatMap((at) => [at, at + 1])) {
      const moved = (by: number): number =>
        weighted(
          recorder,
          rpe.map((one, i) => (i === t ? one + by : one)),
        );
      const [far, near] = [1e-3, 5e-4].map((by) => (moved(by) - moved(-by)) / (2 * by)) as [number, number];
      if (Math.abs(far - near) > 1e-6) continue;
      expect(byError[t]).toBeCloseTo(near, 5);
    }
    for (const [name, declared] of Object.entries(parameters)) {
      const usual = own[name] ?? declared.default;
      if (typeof usual !== 'number' || usual === 0 || ['noise', 'bleachSeconds'].includes(name)) continue;
      const step = 1e-6 * usual;
      const [above, below] = [step, -step].map((by) => recorderOf(id, { ...own, [name]: usual + by })) as [
        Recorder,
        Recorder,
      ];
      const slope = ((slopes?.through(above) ?? 0) - (slopes?.through(below) ?? 0)) / (2 * step);
      expect(slope, name).toBeCloseTo((weighted(above, rpe) - weighted(below, rpe)) / (2 * step), 3);
    }
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
