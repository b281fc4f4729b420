import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runNwb } from '../../src/export/nwb.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { specJson } from '../../src/storage/export.ts';
import { takenNwb } from '../../src/recorded/taken/nwb.ts';
import { nwbBytes } from '../../src/writers/nwb.ts';
import { gain } from '../recorded/photometry/session.ts';
import { taken } from '../recorded/taken/session.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { photometryNwb, photometryTruth } from '../writers/photometry-nwb.ts';
import { smallSession } from '../writers/small-session.ts';

const python = (args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
const isThere = python(['-c', 'import pynwb, nwbinspector']).status === 0;

interface Seen {
  readonly trials: readonly string[];
  readonly rpe: readonly number[];
  readonly spikes: readonly (readonly number[])[];
  readonly script: string;
  readonly fibres: readonly (readonly [indicator: string, location: string, excitationNm: number])[];
  readonly slope: number | null;
  readonly invalid: readonly string[];
  readonly worst: readonly string[];
}

const check = fileURLToPath(new URL('pynwb_check.py', import.meta.url));

// .ci/run installs both where it can.
describe.skipIf(!isThere)('in Python, pynwb and nwbinspector', () => {
  it('open files without a warning, find nothing that violates a best practice, and read the same numbers', async () => {
    const folder = temporaryFolder();
    const worlds = [
      ['schultz-1997', 'spikes'],
      ['daw-2011', 'identity'],
      ['eshel-2015', 'dlight'],
    ] as const;
    const runs = worlds.map(([world, recording]) => runToEnd(completeTrialSpec({ world, recording })));
    const now = new Date();
    const files = [
      await nwbBytes(smallSession),
      await photometryNwb(photometryTruth()),
      ...(await Promise.all(runs.map((done) => runNwb(done, now)))),
      await takenNwb(await taken(), now),
    ].map((bytes, i) => {
      const file = join(folder, `${i}.nwb`);
      writeFileSync(file, bytes);
      return file;
    });
    const { status, stdout, stderr } = python([check, ...files]);
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const seen = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Seen);
    expect(seen.map(({ invalid, worst }) => [...invalid, ...worst])).toEqual(files.map(() => []));
    expect(seen[0]?.spikes).toEqual([[0.1, 0.2], [], [3.000001]]);
    expect((seen[1]?.slope ?? 0) / gain).toBeGreaterThan(0.9);
    expect((seen[1]?.slope ?? 0) / gain).toBeLessThan(1.1);
    expect(seen[1]?.fibres).toEqual([
      ['dLight1.3b', 'nucleus accumbens', 405],
      ['dLight1.3b', 'nucleus accumbens', 470],
    ]);
    expect(seen.map(({ fibres }) => fibres.length)).toEqual([0, 2, 0, 0, 1, 0]);
    for (const [i, { session }] of runs.entries()) {
      expect(seen[i + 2]?.rpe).toEqual(Array.from(session.signals.rpe));
      expect(seen[i + 2]?.trials).toEqual(session.trials.map(({ type }) => type));
      expect(seen[i + 2]?.script).toBe(specJson(session.spec));
    }
  });
});
