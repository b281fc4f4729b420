import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { replay, type Replayed } from '../../src/engine/control/replay.ts';
import { sha256 } from '../../src/session/sha256.ts';

const folder = join(import.meta.dirname, 'trajectories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json.gz'));
interface Trajectory {
  id: string;
  ops: string;
  reward: number[];
  draws: unknown[][];
  ramping: boolean;
  obs: number[][];
  obsSha256: string;
  states: Record<string, Record<string, unknown>>;
  state: number[][];
  config: Record<string, unknown>;
  terminated: string;
  truncated: string;
}
const read = (name: string): { env: string; trajectories: Trajectory[] } =>
  JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));

/** The first trajectory of a file, with one change. */
function changed(name: string, change: (one: Trajectory) => void): Replayed {
  const file = read(name);
  const [first] = file.trajectories as [Trajectory];
  change(first);
  return replay({ ...file, trajectories: [first] }, 'changed', sha256)[0] as Replayed;
}

test('there is a file for every reference environment', () => {
  expect(files).toHaveLength(12);
});

describe.each(files)('%s', (name) => {
  test('every step of every trajectory agrees', () => {
    const replayed = replay(read(name), name, sha256);
    expect(replayed.length).toBeGreaterThan(0);
    expect(replayed.filter(({ mismatch }) => mismatch !== undefined).slice(0, 3)).toEqual([]);
    expect(replayed.every(({ agreed, calls }) => agreed === calls && calls > 0)).toBe(true);
  });
});

describe('a deviation of an environment is reported at the call where it occurs', () => {
  test('a reward', () => {
    const replayed = changed('minatar-breakout.json.gz', (one) => void (one.reward[7] = 1));
    expect(replayed).toMatchObject({ agreed: 7, mismatch: { call: 7, what: 'the reward', expected: '1', found: '0' } });
  });

  test('a bit of the observation', () => {
    // Paddle of row 9, column 0.
    const replayed = changed('minatar-breakout.json.gz', (one) => void one.obs[5]?.push(9 * 40));
    expect(replayed).toMatchObject({
      agreed: 5,
      mismatch: { what: 'the observation, row 9, column 0, channel 0 (paddle)' },
    });
  });

  test('a hidden counter that is not observable', () => {
    const replayed = changed(
      'minatar-asterix.json.gz',
      (one) => void ((one.states['50'] as Record<string, unknown>)['spawnCountdown'] = 99),
    );
    expect(replayed).toMatchObject({
      agreed: 50,
      mismatch: { call: 50, what: 'spawnCountdown of the hidden state', expected: '99' },
    });
  });

  test('the hash of all observations', () => {
    const replayed = changed('minatar-freeway.json.gz', (one) => void (one.obsSha256 = '0'.repeat(64)));
    expect(replayed.agreed).toBe(replayed.calls);
    expect(replayed.mismatch).toMatchObject({ call: replayed.calls, what: 'the hash of all observations' });
  });

  test('a rule: without ramping, its countdown does not change', () => {
    const file = read('minatar-asterix.json.gz');
    const ramps = file.trajectories.filter(({ id }) => id.includes('sticky0-ramp'));
    const replayed = replay(
      { ...file, trajectories: ramps.map((one) => ({ ...one, ramping: false })) },
      'changed',
      sha256,
    );
    expect(replayed.length).toBeGreaterThan(0);
    for (const { mismatch } of replayed) expect(mismatch?.what).toBe('rampCountdown of the hidden state');
  });

  test('a rule: without slipping the agent moves as intended', () => {
    const replayed = changed('gym-frozenlake.json.gz', (one) => void (one.config['is_slippery'] = false));
    expect(replayed.mismatch).toBeDefined();
    expect(replayed.agreed).toBeLessThan(replayed.calls);
  });

  test('a variable, by more than machines differ', () => {
    expect(changed('gym-cartpole.json.gz', (one) => void ((one.state[9] as number[])[2] = 0.5))).toMatchObject({
      agreed: 9,
      mismatch: { what: 'variable 2 of the state' },
    });
    const moved = (by: number): Replayed =>
      changed(
        'gym-mountaincar.json.gz',
        (one) => void ((one.state[9] as number[])[0] = ((one.state[9] as number[])[0] as number) + by),
      );
    expect(moved(1e-12)).toMatchObject({ agreed: 9, mismatch: { what: 'variable 0 of the state' } });
    expect(moved(1e-14).mismatch).toBeUndefined();
  });

  test('the start, by any change', () => {
    expect(
      changed(
        'gym-mountaincar.json.gz',
        (one) => void ((one.state[0] as number[])[0] = ((one.state[0] as number[])[0] as number) + 1e-15),
      ),
    ).toMatchObject({ agreed: 0, mismatch: { what: 'variable 0 of the state' } });
  });

  test('the step limit, which belongs to the id', () => {
    const replayed = changed(
      'gym-mountaincar.json.gz',
      (one) => void (one.truncated = one.truncated.replace('1', '0')),
    );
    expect(replayed.mismatch).toMatchObject({ call: 200, what: 'truncated', expected: '"0"', found: '"1"' });
  });

  test('a draw that was not logged, of another range, or left over', () => {
    const extra = (one: Trajectory): void => void one.draws[3]?.push(['u', 0.5]);
    expect(changed('gym-taxi.json.gz', extra)).toMatchObject({
      agreed: 3,
      mismatch: { what: 'draws that are left over' },
    });
    expect(changed('gym-taxi.json.gz', (one) => void (one.draws[3] = []))).toMatchObject({
      agreed: 3,
      mismatch: { what: 'a draw', expected: '"none"', found: '"u"' },
    });
    expect(changed('minatar-breakout.json.gz', (one) => void (one.draws[0] = [['i', 0, 3, 0]]))).toMatchObject({
      agreed: 0,
      mismatch: { what: 'the range of a draw', expected: '[0,3]', found: '[0,2]' },
    });
  });
});

test.each([
  [
    'another format',
    (file: object) => ({ ...file, format: 'rl-golden/2' }),
    /format is not valid: must be rl-golden\/1/,
  ],
  ['an unknown environment', (file: object) => ({ ...file, env: 'gym-walker' }), /'gym-walker' is not here/],
  [
    'trajectories of another environment',
    (file: object) => ({ ...file, env: 'gym-cartpole' }),
    /'Taxi-v4' is not the environment of the file/,
  ],
  ['no trajectories', (file: object) => ({ ...file, trajectories: [] }), /trajectories is not valid/],
  ['an unknown configuration', (file: object) => withFirst(file, { config: { is_icy: true } }), /'is_icy' is not here/],
  [
    'an unknown action',
    (file: object) => withFirst(file, { ops: 'R9' }, 2),
    /call 1 of .* does '9', which is not an action/,
  ],
  ['lists of other lengths', (file: object) => withFirst(file, { reward: [0] }), /reward of .* has 1 entries for/],
  ['an invalid state', (file: object) => withFirst(file, { ops: 'SS', given: 500 }, 2), /500 is not a valid state/],
])('%s: one line', (_, change, line) => {
  const file = read('gym-taxi.json.gz');
  expect(() => replay(change(file), 'FILE', sha256)).toThrow(InputError);
  expect(() => replay(change(file), 'FILE', sha256)).toThrow(line);
});

test('a state from which an environment could not continue is refused', () => {
  expect(() =>
    changed('gym-acrobot.json.gz', (one) =>
      Object.assign(one, { ops: one.ops.replace('R', 'S'), given: [1e300, 0, 0, 0] }),
    ),
  ).toThrow(InputError);
});

/** The file with only its first trajectory, changed, and cut to N calls. */
function withFirst(file: object, change: object, calls?: number): object {
  const [first] = (file as { trajectories: Trajectory[] }).trajectories as [Trajectory];
  const cut = Object.fromEntries(
    Object.entries(first).map(([name, value]) => [
      name,
      Array.isArray(value) || ['ops', 'terminated', 'truncated'].includes(name)
        ? (value as string | unknown[]).slice(0, calls)
        : value,
    ]),
  );
  return { ...file, trajectories: [{ ...cut, ...change }] };
}
