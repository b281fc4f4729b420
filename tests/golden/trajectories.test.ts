import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { replay } from '../../src/engine/play/replay.ts';
import { sha256 } from '../../src/host/sha256.ts';

const folder = join(import.meta.dirname, 'trajectories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json.gz'));
const read = (name: string): { trajectories: { id: string; ops: string; reward: number[]; draws: unknown[][] }[] } => JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));

test('there is a file for every reference world', () => {
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

describe('a file that is not what the world does is caught', () => {
  test('at the call whose reward was changed', () => {
    const file = read('minatar-breakout.json.gz');
    const [first] = file.trajectories;
    (first as { reward: number[] }).reward[7] = 1;
    const [replayed] = replay(file, 'changed', sha256);
    expect(replayed).toMatchObject({ agreed: 7, mismatch: { call: 7, what: 'the reward', expected: '1', found: '0' } });
  });

  test('at the call that takes a draw which was not logged, or leaves one', () => {
    const file = read('gym-taxi.json.gz');
    const [first] = file.trajectories;
    first?.draws[3]?.push(['u', 0.5]);
    expect(replay(file, 'changed', sha256)[0]).toMatchObject({ agreed: 3, mismatch: { what: 'draws that are left over' } });
    first?.draws[3]?.splice(0, 2);
    expect(replay(file, 'changed', sha256)[0]).toMatchObject({ agreed: 3, mismatch: { what: 'a draw' } });
  });

  test('and one of another format, or of a world that is not here, is told in one line', () => {
    expect(() => replay({ format: 'rl-golden/2', env: 'gym-taxi', trajectories: [] }, 'file', sha256)).toThrow(InputError);
    expect(() => replay({ ...read('gym-taxi.json.gz'), env: 'gym-walker' }, 'file', sha256)).toThrow(/gym-walker/);
  });
});
