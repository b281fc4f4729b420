import { describe, expect, test } from 'vitest';
import type { ControlEnv } from '../../src/contracts/control-env.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { recordSteps, type Recording } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { StepObserver } from '../../src/engine/control/step-observer.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { isWhole, sampled, sampleOf } from '../sample.ts';
import { smallIn } from './small-control.ts';
import { extremes, shortest } from './variants.ts';

const rpe = Float64Array.from([0, 0, 1, 0, -1, 0, 5, -5, 0, 0.2, 0]);
const stepSeconds = 0.1;

function record(recording: Recording, given: object, unit = 0, input = rpe): Float64Array {
  const recorder = recording.create(
    parseParameters(recording.parameters, { ...given }, recording.id),
    randomStream(1, 'recording'),
  );
  const out = new Float64Array(input.length).fill(Number.NaN);
  recordSteps(recorder, unit, input, stepSeconds, randomStream(2, 'noise'), out);
  return out;
}

const placed = sampled(
  list('recordings').flatMap((recording) =>
    list('paradigms').map(({ id, agent }) => ({ recording: recording.id, paradigm: id, agent })),
  ),
);

const controlEnvs = list('envs').flatMap((env) => (env.kind === 'control' ? [env.id] : []));
/** A sample of all recordings in all environments, each of both at least once; an environment stands for a paradigm. */
const inEnvs = list('recordings').flatMap(({ id }) =>
  controlEnvs.map((env) => ({ recording: id, paradigm: env, agent: '' })),
);
const placedInEnvs = isWhole ? inEnvs : sampleOf(inEnvs);

describe.each(list('recordings').map((recording) => ({ id: recording.id, recording })))('$id', ({ id, recording }) => {
  test('writes a finite number at every step, for all valid parameter values', () => {
    for (const { name, values } of [{ name: 'defaults', values: {} }, ...extremes(recording.parameters, {})]) {
      expect(record(recording, values).every(Number.isFinite), name).toBe(true);
    }
  });

  test('the same seeds give the same numbers', () => expect(record(recording, {})).toEqual(record(recording, {})));

  test('does not change the RPE', () => {
    const input = rpe.slice();
    record(recording, {}, 0, input);
    expect(input).toEqual(rpe);
  });

  test('shows nothing before it happens', () => {
    const changed = rpe.slice();
    changed.fill(3, 6);
    expect(record(recording, {}, 0, changed).subarray(0, 6)).toEqual(record(recording, {}).subarray(0, 6));
  });

  test('an impulse changes nothing before its step, wherever it is', () => {
    const still = record(recording, {}, 0, new Float64Array(40));
    for (let step = 0; step < 40; step++) {
      for (const size of [1, -1]) {
        const impulse = new Float64Array(40);
        impulse[step] = size;
        expect(record(recording, {}, 0, impulse).subarray(0, step)).toEqual(still.subarray(0, step));
      }
    }
  });

  test('spikes are whole and never negative', () => {
    if (!recording.spiking) return;
    for (const rate of record(recording, {})) {
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate * stepSeconds).toBeCloseTo(Math.round(rate * stepSeconds), 9);
    }
  });

  test.each(placed.filter((one) => one.recording === id))('can record in $paradigm', ({ paradigm }) => {
    const parameters = shortest(find('paradigms', paradigm).parameters);
    const session = createTrialSession(completeTrialSpec({ world: { id: paradigm, parameters }, recording: { id } }));
    session.advance(session.trials.length);
    const averages = Object.values(observe(session).look().conditions);
    expect(averages.every(({ rate }) => rate.mean.every(Number.isFinite))).toBe(true);
  });

  const begin = (
    env: string,
    agent: string | undefined,
    recordingId: string,
  ): { readonly session: ControlSession; readonly observer: StepObserver } => {
    // Small networks and memories: a state is bytes, and is compared.
    const small = smallIn(env, agent ?? (find('envs', env) as ControlEnv).agent);
    const spec = completeControlSpec({ ...small, seed: 6, recording: recordingId });
    const session = new ControlSession(spec, fusedNetworks);
    return { session, observer: new StepObserver(session) };
  };
  const stateOf = ({ session }: { readonly session: ControlSession }): Buffer =>
    Buffer.from(encodeSafetensors(session.state()));

  test.each(placedInEnvs.filter((one) => one.recording === id))(
    'in $paradigm it does not change the agent’s behaviour, and writes a finite number at every step',
    ({ paradigm: env }) => {
      const [recorded, alone] = [begin(env, undefined, id), begin(env, undefined, 'identity')];
      for (let tick = 0; tick < 60; tick++) {
        recorded.session.advance(1);
        const { recorder } = recorded.observer;
        if (recorder !== undefined) expect([...recorder.rate, ...recorder.unit].every(Number.isFinite)).toBe(true);
      }
      alone.session.advance(60);
      expect(stateOf(recorded).equals(stateOf(alone))).toBe(true);
    },
  );

  test('in an environment each step gives the same reading as the same RPE in a trial, and continues through ends of episodes', () => {
    const { session, observer } = begin('frozen-lake', 'q-table', id);
    const { recorder } = observer;
    const [rpe, unit, rate]: [number[], number[], number[]] = [[], [], []];
    session.onStep(({ acting }) => {
      rpe.push(acting.signals.rpe[0] as number);
      unit.push(recorder?.unit[0] as number);
      rate.push(recorder?.rate[0] as number);
    });
    session.advance(150);
    expect(session.episodes.count).toBeGreaterThan(2);
    if (recorder === undefined) return;
    // The units of a step are read one after another from one stream.
    const placed = recording.create(parseParameters(recording.parameters, {}, id), randomStream(6, 'recording'));
    const noise = randomStream(6, 'recording/0');
    const track = placed.begin(session.env.stepSeconds, 0);
    rpe.forEach((one, step) => {
      track.step(one, noise);
      const readings = Array.from({ length: placed.units }, (_, index) => track.read(index, noise));
      expect(unit[step]).toBe(readings[0]);
      expect(rate[step]).toBeCloseTo(readings.reduce((sum, reading) => sum + reading, 0) / readings.length, 9);
    });
  });

  test('saved midway through a session, as bytes, it continues as if it had never stopped', () => {
    const [whole, resumed] = [begin('cartpole', 'dqn', id), begin('cartpole', 'dqn', id)];
    whole.session.advance(40);
    const saved = decodeSafetensors(
      encodeSafetensors({ session: whole.session.state(), observer: whole.observer.state() }),
      'memory',
    ) as { session: never; observer: never };
    whole.session.episodes.visit(0, whole.session.episodes.count, (...episode) =>
      resumed.session.episodes.add(...episode),
    );
    resumed.session.restore(saved.session);
    resumed.observer.restore(saved.observer);
    for (const { session } of [whole, resumed]) session.advance(40);
    const bytes = ({ observer }: typeof whole): Buffer => Buffer.from(encodeSafetensors(observer.state()));
    expect(bytes(resumed).equals(bytes(whole))).toBe(true);
  });
});
