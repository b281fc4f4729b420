import { describe, expect, test } from 'vitest';
import { parseParameters } from '../../src/contracts/parameters.ts';
import type { Recording } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';
import { completeSpec } from '../../src/engine/experiment.ts';
import { list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createSession } from '../../src/engine/session.ts';
import { extremes, shortest } from './variants.ts';

const rpe = Float64Array.from([0, 0, 1, 0, -1, 0, 5, -5, 0, 0.2, 0]);
const stepSeconds = 0.1;

function record(recording: Recording, given: object, unit = 0, input = rpe): Float64Array {
  const recorder = recording.create(parseParameters(recording.parameters, { ...given }, recording.id), randomStream(1, 'recording'));
  const out = new Float64Array(input.length).fill(Number.NaN);
  recorder.record(unit, input, stepSeconds, randomStream(2, 'noise'), out);
  return out;
}

describe.each(list('recordings').map((recording) => ({ id: recording.id, recording })))('$id', ({ id, recording }) => {
  test('writes a finite number at every step, for any allowed value', () => {
    for (const { name, values } of [{ name: 'defaults', values: {} }, ...extremes(recording.parameters, {})]) {
      expect(record(recording, values).every(Number.isFinite), name).toBe(true);
    }
  });

  test('the same seeds give the same numbers', () => expect(record(recording, {})).toEqual(record(recording, {})));

  test('leaves the RPE as it was', () => {
    const input = rpe.slice();
    record(recording, {}, 0, input);
    expect(input).toEqual(rpe);
  });

  test('shows nothing before it happens', () => {
    const changed = rpe.slice();
    changed.fill(3, 6);
    expect(record(recording, {}, 0, changed).subarray(0, 6)).toEqual(record(recording, {}).subarray(0, 6));
  });

  test('spikes are whole and never negative', () => {
    if (!recording.spiking) return;
    for (const rate of record(recording, {})) {
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate * stepSeconds).toBeCloseTo(Math.round(rate * stepSeconds), 9);
    }
  });

  test.each(list('paradigms').map((paradigm) => paradigm.id))('can be placed in %s', (paradigm) => {
    const parameters = shortest(list('paradigms').find((one) => one.id === paradigm)?.parameters ?? {});
    const session = createSession(completeSpec({ paradigm: { id: paradigm, parameters }, recording: { id } }));
    session.advance(session.trials.length);
    const averages = Object.values(observe(session).look().conditions);
    expect(averages.every(({ rate }) => rate.mean.every(Number.isFinite))).toBe(true);
  });
});
