import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { hashRun, observe, type Hasher } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';

function sha256(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
const small = { trainingTrials: 40, probeTrials: 4 };
const step = {
  objective: 'discounted-return',
  learningRule: { id: 'td-lambda', parameters: { traceDecay: 0.5 } },
} as const;
/** One for each way of keeping state: none, features cached by shape, a belief that continues across trials. */
const specs: Readonly<Record<string, PartialSpec>> = {
  'complete serial compound': {
    world: { id: 'schultz-1997', parameters: small },
    agent: { architecture: 'complete-serial-compound', ...step },
  },
  microstimuli: {
    world: { id: 'hollerman-schultz-1998', parameters: small },
    agent: { architecture: 'microstimuli', ...step },
  },
  'belief state': {
    world: { id: 'starkweather-2017', parameters: { trainingTrials: 20, recordingTrials: 200 } },
    agent: { architecture: 'belief-state', objective: 'average-reward', learningRule: 'td-zero' },
    recording: { id: 'spikes', parameters: { units: 2 } },
  },
  'an agent with choices': { world: { id: 'daw-2011', parameters: { trials: 60 } }, agent: 'sarsa' },
};

function finish(session: TrialSession): TrialSession {
  session.advance(session.trials.length);
  return session;
}
const start = (spec: PartialSpec): TrialSession => createTrialSession(completeTrialSpec(spec));
const hash = (session: TrialSession): string => hashRun(session, sha256());

describe.each(Object.entries(specs))('%s', (_, spec) => {
  const whole = finish(start(spec));
  const look = observe(whole).look();

  test('the same spec and seed give the same signals, hash and result', () => {
    const again = finish(start(spec));
    expect(again.signals).toEqual(whole.signals);
    expect(hash(again)).toBe(hash(whole));
    expect(observe(again).look()).toEqual(look);
  });

  test('another seed gives another hash', () =>
    expect(hash(finish(start({ ...spec, seed: 2 })))).not.toBe(hash(whole)));

  test('advancing in pieces, and looking in between, changes nothing', () => {
    const session = start(spec);
    const observer = observe(session);
    for (const count of [1, 2, 3, 5, 8, 13]) {
      session.advance(count);
      observer.look();
    }
    expect(session.done).toBe(32);
    expect(session.advance(session.trials.length)).toBe(0);
    expect(hash(session)).toBe(hash(whole));
    expect(observer.look()).toEqual(look);
  });

  test('continuing from a copied state in a new session changes nothing', () => {
    const first = start(spec);
    first.advance(17);
    const second = start(spec);
    second.restore(structuredClone(first.state()));
    expect(second.done).toBe(17);
    const offset = second.offsets[17] as number;
    finish(second);
    expect(second.signals.rpe.subarray(offset)).toEqual(whole.signals.rpe.subarray(offset));
    expect(second.weights).toEqual(whole.weights);
  });

  test('rewinding and continuing changes nothing', () => {
    const session = start(spec);
    session.advance(9);
    const checkpoint = session.state();
    session.advance(20);
    session.restore(checkpoint);
    expect(session.done).toBe(9);
    expect(hash(finish(session))).toBe(hash(whole));
    expect(observe(session).look()).toEqual(look);
  });

  test('an observer follows a session that is rewound', () => {
    const session = start(spec);
    const observer = observe(session);
    session.advance(5);
    const checkpoint = session.state();
    const early = observer.look();
    session.advance(25);
    observer.look();
    session.restore(checkpoint);
    expect(observer.look()).toEqual(early);
  });
});

test('the hash distinguishes specs that give the same signals', () => {
  const spec = specs['complete serial compound'] as PartialSpec;
  expect(hash(finish(start({ ...spec, recording: 'identity' })))).not.toBe(
    hash(finish(start({ ...spec, recording: 'spikes' }))),
  );
});

test('nothing is learned in probe trials', () => {
  const session = start(specs['complete serial compound'] as PartialSpec);
  session.advance(small.trainingTrials);
  const before = [...session.weights];
  finish(session);
  expect([...session.weights]).toEqual(before);
});

test('learning that diverges stops with an error that names the remedy', () => {
  const session = start({
    world: { id: 'schultz-1997', parameters: { trainingTrials: 20_000 } },
    agent: {
      architecture: { id: 'microstimuli', parameters: { width: 10 } },
      objective: 'discounted-return',
      learningRule: { id: 'td-lambda', parameters: { learningRate: 1, traceDecay: 1 } },
    },
  });
  expect(() => session.advance(20_000)).toThrow(/trial \d+: learning diverged: .*; lower learningRate or traceDecay/);
});
