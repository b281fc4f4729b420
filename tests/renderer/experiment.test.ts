import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client } from '../../renderer/connection/client.ts';
import type { AppState } from '../../renderer/store/app-state.ts';
import { Experiment } from '../../renderer/store/experiment.ts';
import { externalStore, type ExternalStore } from '../../renderer/store/external-store.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import { connectHost } from '../../src/session/host-connection.ts';
import { decodeBlock } from '../../src/protocol/frames.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { withValue } from '../../src/spec/part-of.ts';
import type { Request } from '../../src/protocol/messages.ts';
import { pair } from '../session/pair.ts';

const catalogue = readCatalogue();
const short = withValue(
  withValue(completeTrialSpec({ world: 'schultz-1997' }), 'world', 'trainingTrials', 20),
  'world',
  'probeTrials',
  2,
);

let state: ExternalStore<AppState>;
let experiment: Experiment;
let sent: Request[];
let close: () => void;

beforeEach(() => {
  const ends = pair();
  connectHost(ends.host, { runsFolder: '/nowhere' });
  state = externalStore<AppState>({
    connection: 'open',
    workspace: 'experiments',
    compared: [],
    catalogue,
    speed: null,
    announcement: '',
  });
  sent = [];
  const client = new Client(ends.face, {
    onProgress: (progress) => experiment.receive(progress),
    onFrame(frame) {
      experiment.trials?.write(decodeBlock(frame));
      client.credit(1);
    },
    onBench: () => undefined,
    onFile: () => undefined,
    onFailure: (failure) => experiment.fail(failure),
    onClose: () => undefined,
  });
  experiment = new Experiment(state, {
    request(body) {
      sent.push(body);
      return client.request(body);
    },
  });
  close = () => ends.face.close();
});

afterEach(() => close());

async function until(holds: (now: AppState) => boolean): Promise<void> {
  if (holds(state.get())) return;
  await new Promise<void>((resolve) => {
    const stop = state.subscribe(() => {
      if (!holds(state.get())) return;
      stop();
      resolve();
    });
  });
}

const rpeAtCue = (): number => {
  const predicted = state.get().shown?.result.conditions['predicted'];
  return predicted?.rpe.mean[predicted.t.indexOf(0)] ?? Number.NaN;
};

test('a displayed spec is run to its end, with trials and result', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  const { shown, status, draft } = state.get();
  expect(status?.trialsDone).toBe(26);
  expect(shown?.trialsDone).toBe(26);
  expect(shown?.result.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(draft).toEqual(short);
  expect(experiment.trials?.arrived.every((row) => row === 1)).toBe(true);
});

test('an edit changes the figure, closes the previous session, and does not change other forms', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  const before = rpeAtCue();
  const first = state.get().opened?.session;
  const edited = withValue(short, 'learningRule', 'learningRate', 0.5);
  experiment.edit(edited);
  await until(({ shown }) => shown?.opened.session !== first && shown?.result.hash !== '');
  expect(rpeAtCue()).not.toBe(before);
  expect(state.get().draft).toBe(edited);
  expect(sent).toContainEqual({ type: 'close', session: first });
});

test('of many simultaneous edits only the first and the last are run', async () => {
  await experiment.show(short);
  for (const rate of [0.2, 0.3, 0.4, 0.5, 0.6]) experiment.edit(withValue(short, 'learningRule', 'learningRate', rate));
  await until(
    ({ shown }) => shown?.result.spec.agent.learningRule.parameters['learningRate'] === 0.6 && shown.result.hash !== '',
  );
  expect(sent.filter(({ type }) => type === 'open').length).toBeLessThan(4);
  expect(sent.filter(({ type }) => type === 'open').length - sent.filter(({ type }) => type === 'close').length).toBe(
    1,
  );
});

test('a refusal of the host is shown next to the field, and the last figure stays', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  const { shown } = state.get();
  const tooLong = withValue(withValue(short, 'world', 'trainingTrials', 20_000), 'world', 'itiSeconds', 120);
  experiment.edit(withValue(tooLong, 'architecture', 'resolutionSeconds', 0.02), 'architecture.resolutionSeconds');
  await until(({ error }) => error !== undefined);
  expect(state.get().error?.field).toBe('architecture.resolutionSeconds');
  expect(state.get().error?.what).toMatch(/steps/);
  expect(state.get().shown).toBe(shown);
  experiment.edit(short);
  await until(({ error }) => error === undefined);
});

test('a spec of the other kind of world is refused with the right workspace, leaves nothing open, and the last figure stays', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  const { shown, opened } = state.get();
  await experiment.show({ world: 'cliff-walking', agent: 'q-table' });
  expect(state.get().error).toMatchObject({
    what: "'cliff-walking' cannot be opened here",
    remedy: 'open it under Games',
  });
  expect(state.get()).toMatchObject({ shown, opened });
  expect(sent.filter(({ type }) => type === 'open').length - sent.filter(({ type }) => type === 'close').length).toBe(
    1,
  );
});

test('a session that has ended by itself does not prevent another from being opened', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  state.set({ opened: { ...(state.get().opened as NonNullable<AppState['opened']>), session: 99 } });
  await experiment.show(withValue(short, 'learningRule', 'learningRate', 0.5));
  await until(({ status, opened }) => status?.state === 'finished' && opened?.session === 2);
  expect(state.get().error).toBeUndefined();
});

test('steps, rewinds, continues, and pauses on request', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  await experiment.seek(5);
  await until(({ status }) => status?.trialsDone === 5);
  expect(state.get().status?.state).toBe('paused');
  await experiment.step();
  await until(({ status }) => status?.trialsDone === 6);
  expect(state.get().status?.trial?.type).toBe('light, then reward');
  await experiment.back();
  await until(({ status }) => status?.trialsDone === 5);
  await experiment.toggle();
  await until(({ status }) => status?.state === 'finished');
  await experiment.step();
  expect(state.get().status?.trialsDone).toBe(26);
});

test('rewinding and continuing gives the same result', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  const { shown } = state.get();
  await experiment.seek(0);
  await until(({ status }) => status?.trialsDone === 0);
  await experiment.runToEnd();
  await until(({ status }) => status?.state === 'finished');
  expect(state.get().shown?.result).toEqual(shown?.result);
});

test('of many simultaneous seeks the last one counts', async () => {
  await experiment.show(short);
  await until(({ status }) => status?.state === 'finished');
  sent.length = 0;
  await Promise.all([3, 4, 5, 6, 7].map((target) => experiment.seek(target)));
  await until(({ status }) => status?.trialsDone === 7);
  expect(sent.filter(({ type }) => type === 'seek').length).toBeLessThan(4);
});
