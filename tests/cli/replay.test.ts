import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phasic } from './phasic.ts';

const recorded = (name: string): string => join(import.meta.dirname, '../golden/trajectories', name);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasic-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Two steps along the top of the cliff: up from the start, and to the right. */
const walk = (state: readonly number[]) => ({
  format: 'rl-golden/1',
  env: 'gym-cliffwalking',
  trajectories: [
    {
      id: 'walk',
      envId: 'CliffWalking-v1',
      config: {},
      ops: 'R01',
      reward: [0, -1, -1],
      terminated: '000',
      truncated: '000',
      draws: [[['u', 0.5]], [['u', 0.1]], [['u', 0.9]]],
      state,
    },
  ],
});

describe('phasic replay', () => {
  it('reports for each file and trajectory the number of steps that agree', () => {
    const { code, out } = phasic([
      'replay',
      recorded('gym-frozenlake.json.gz'),
      fileWith('walk.json', JSON.stringify(walk([36, 24, 25]))),
    ]);
    expect(code).toBe(0);
    expect(out).toContain('gym-frozenlake.json.gz: 10,913 of 10,913 steps agree, in 56 trajectories');
    expect(out).toContain('walk.json: 3 of 3 steps agree, in 1 trajectory');
    expect(out).toMatch(/^ {2}walk +3 of 3$/m);
  });

  it('shows the first step that differs, and exits with 1', () => {
    const wrong = fileWith('wrong.json.gz', gzipSync(JSON.stringify(walk([36, 24, 26]))));
    const { code, out } = phasic(['replay', wrong]);
    expect(code).toBe(1);
    expect(out).toContain('wrong.json.gz: 2 of 3 steps agree');
    expect(out).toContain('call 2: the state: recorded 26, here 25');
    const { files } = JSON.parse(phasic(['replay', wrong, '--json']).out);
    expect(files).toEqual([
      {
        file: wrong,
        trajectories: [
          { id: 'walk', calls: 3, agreed: 2, mismatch: { call: 2, what: 'the state', expected: '26', found: '25' } },
        ],
      },
    ]);
  });

  it.each([
    ['none.json', '[]', 'is not valid'],
    ['other.json', JSON.stringify({ format: 'rl-golden/2', env: 'gym-taxi' }), 'must be rl-golden/1'],
    ['broken.json', '{"format": ', 'line 1'],
    ['short.json', JSON.stringify(walk([36, 24])), 'state of walk has 2 entries for 3 calls'],
    ['half.json.gz', gzipSync(JSON.stringify(walk([36, 24, 25]))).subarray(0, 60), 'cannot be unpacked'],
    ['bomb.json.gz', gzipSync(new Uint8Array(101_000_000)), 'holds more than 100000000 bytes'],
    ['bytes.json', Uint8Array.of(0xff, 0xfe, 0x00), 'is not UTF-8 text'],
  ])('%s: one line with the place, and exit code 2', (name, content, line) => {
    const { code, out, err } = phasic(['replay', fileWith(name, content)]);
    expect([code, out]).toEqual([2, '']);
    // A program whose sources changed builds itself first, and reports that in a separate line.
    const said = err
      .trim()
      .split('\n')
      .filter((row) => !row.includes('building'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(name);
    expect(said[0]).toContain(line);
  });

  it('requires a file, and names a missing one', () => {
    expect(phasic(['replay']).err).toContain('missing argument FILE');
    expect(phasic(['replay', join(folder, 'nowhere.json')]).err).toContain('nowhere.json');
  });
});
