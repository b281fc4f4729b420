import { expect, test } from 'vitest';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { RecordedSteps } from '../../src/contracts/recorded-steps.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { StepLog } from '../../src/engine/control/step-log.ts';
import { StepRecorder } from '../../src/engine/control/step-recorder.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { encodeSafetensors } from '../../src/storage/safetensors.ts';

const begin = (given: PartialSpec, changed: Readonly<Record<string, number>> = {}): ControlSession =>
  new ControlSession(
    Object.entries(changed).reduce(
      (spec, [name, value]) => setParameter(spec, name, value),
      completeControlSpec({ steps: 5000, seed: 5, worlds: 2, ...given }),
    ),
    fusedNetworks,
  );

/** Rows as lists of numbers: signals, what happened, units. */
function rowsOf(steps: RecordedSteps): readonly (readonly number[])[] {
  const { step, episode, seconds, action, reward, rpe, value, happened, units } = steps;
  return Array.from(step, (_, row) => [
    ...[step, episode, seconds, action, reward, rpe, value, happened].map((column) => column[row] as number),
    ...units.flatMap(({ labels, column }) => [...column.subarray(row * labels.length, (row + 1) * labels.length)]),
  ]);
}

/** What a log must have kept, gathered step by step: QR-DQN's Q and channel RPEs in the first environment. */
function gathered(session: ControlSession, ticks: number): readonly (readonly number[])[] {
  const { worlds, acting, stepSeconds } = session;
  const actions = 2;
  const channels = acting.channels;
  let episode = 1;
  let length = 0;
  const units = (id: string, count: number): number[] => {
    const into = new Float64Array(count);
    acting.units?.find(({ group }) => group.id === id)?.read(worlds, 0, into, 0);
    return [...into];
  };
  const none = (count: number): number[] => Array.from({ length: count }, () => Number.NaN);
  const firstRow = (done: number): number[] => [
    done,
    episode,
    0,
    ...none(3),
    acting.signals.value[0] as number,
    0,
    ...units('action-value', actions),
    ...none(channels),
  ];
  const rows = [firstRow(0)];
  for (let k = 1; k <= ticks; k++) {
    session.advance(1);
    length += 1;
    const ended = worlds.terminated[0] === 1 || worlds.truncated[0] === 1;
    const value = worlds.terminated[0] === 1 ? 0 : ended ? Number.NaN : (acting.signals.value[0] as number);
    rows.push([
      k,
      episode,
      Number((length * stepSeconds).toFixed(6)),
      worlds.lastAction(0),
      worlds.rewards[0] as number,
      acting.signals.rpe[0] as number,
      value,
      worlds.happened[0] as number,
      ...(ended ? none(actions) : units('action-value', actions)),
      ...units('channel-rpe', channels),
    ]);
    if (!ended) continue;
    episode += 1;
    length = 0;
    rows.push(firstRow(k));
  }
  return rows;
}

const small = { 'architecture.units': 8, quantiles: 3, learningStarts: 50, timeLimit: 15 };
const qrDqn = (): ControlSession => begin({ world: 'cartpole', agent: 'qr-dqn' }, small);

test('keeps every step, the first observation of every episode, and units where they exist', () => {
  const session = qrDqn();
  const log = new StepLog(session, { rows: 1000, units: ['action-value', 'channel-rpe'] });
  const expected = gathered(session, 400);
  expect(rowsOf(log.steps())).toEqual(expected);
  // Some episodes ended by falling, others by the time limit.
  const ends = expected.filter((row, i) => expected[i + 1]?.[1] !== row[1]).map((row) => row[6] as number);
  expect(ends.some((value) => value === 0)).toBe(true);
  expect(ends.some(Number.isNaN)).toBe(true);
});

test('keeps the latest rows only, in order', () => {
  const session = qrDqn();
  const log = new StepLog(session, { rows: 70, units: ['action-value', 'channel-rpe'] });
  const expected = gathered(session, 400);
  expect(rowsOf(log.steps())).toEqual(expected.slice(-70));
  expect(log.steps().units.map(({ group, labels }) => [group.id, labels.length])).toEqual([
    ['action-value', 2],
    ['channel-rpe', 3],
  ]);
});

test('does not change the run, and records the rate of a recording', () => {
  const given = { world: 'cartpole', agent: 'qr-dqn', recording: 'spikes' };
  const [plain, logged] = [begin(given, small), begin(given, small)];
  const recorder = StepRecorder.of(logged, 1) as StepRecorder;
  const rates: number[] = [Number.NaN];
  logged.onStep((session) => {
    recorder.note(session);
    rates.push(recorder.rate[0] as number, ...(session.worlds.starts[0] === 1 ? [Number.NaN] : []));
  });
  const log = new StepLog(logged, { rows: 1000, units: 'all', recorder });
  plain.advance(200);
  logged.advance(200);
  expect(Buffer.from(encodeSafetensors(logged.state())).equals(encodeSafetensors(plain.state()))).toBe(true);
  expect([...(log.steps().rate as Float64Array)]).toEqual(rates);
  expect(rates.some((rate) => rate > 0)).toBe(true);
});

test('a log that begins in the middle begins with the next step; a paused one skips steps', () => {
  const session = begin({ world: 'frozen-lake', agent: 'q-table' });
  session.advance(7);
  const log = new StepLog(session, { rows: 50, units: [] });
  expect(log.steps().step).toHaveLength(0);
  session.advance(1);
  expect([...log.steps().step].every((step) => step === 8)).toBe(true);
  log.paused = true;
  session.advance(5);
  log.paused = false;
  session.advance(1);
  expect(new Set(log.steps().step)).toEqual(new Set([8, 14]));
});

test('refuses units that the agent does not have, and more numbers than fit', () => {
  const session = begin({ world: 'frozen-lake', agent: 'q-table' });
  expect(() => new StepLog(session, { rows: 10, units: ['hidden'] })).toThrow(/this agent has no units 'hidden'/);
  expect(() => new StepLog(session, { rows: 5_000_000, units: 'all' })).toThrow(
    /5,000,000 rows of 9 signals and the units action-value \(4\), policy \(4\) are 85,000,000 numbers, more than the 50,000,000/,
  );
});
