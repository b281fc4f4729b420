import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ControlSpec } from '../../src/spec/spec.ts';
import { controlAgents } from '../../src/engine/registry.ts';
import { resumeControlRun } from '../../src/session/control/run-places.ts';
import { startControlRun } from '../../src/session/control/start-run.ts';
import { recordOf } from '../../src/session/control/control-run.ts';
import { RunWriter } from '../../src/storage/run-writer.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { isWhole } from '../sample.ts';
import { smallControlRun } from './small-control.ts';

const planned = 1200;
const networksFor = () => Promise.resolve(fusedNetworks);

/** Steps at which a run is interrupted: some consecutive, and some at no multiple of any interval. */
const interruptions: Readonly<Record<number, readonly number[]>> = {
  1: [317],
  2: [211, 212],
  10: [1, 2, 57, 113, 200, 263, 371, 372, 499, 587],
};

async function trained(spec: ControlSpec, stops: readonly number[]): Promise<Readonly<Record<string, Buffer>>> {
  const folder = join(temporaryFolder(), 'run');
  let run = startControlRun(spec, fusedNetworks);
  let writer = await RunWriter.fresh(folder);
  for (const stop of [...stops, planned / spec.worlds]) {
    run.session.advance(stop - run.session.done);
    await writer.save(recordOf(run));
    await writer.release();
    if (run.session.finished) break;
    leaveCrash(folder);
    const resumed = await resumeControlRun(folder, { networksFor, again: false });
    run = resumed.run;
    writer = resumed.writer as RunWriter;
  }
  expect(run.session.steps).toBe(planned);
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

/** The leftovers of a process killed during a save: episodes that no manifest counts yet, and an unknown checkpoint. */
function leaveCrash(folder: string): void {
  appendFileSync(join(folder, 'episodes.csv'), '99999,7,0.5\n1000');
  writeFileSync(join(folder, 'checkpoint-000000099999.safetensors'), 'half');
}

describe.each(controlAgents().map(({ id }) => id))('%s', (agent) => {
  test('interrupted ten times (in all tests once and twice too), it gives the bytes of an uninterrupted run', async () => {
    const spec = { ...smallControlRun(agent), steps: planned, backend: 'fused' };
    const expected = await trained(spec, []);
    expect(Object.keys(expected)).toEqual(['checkpoint-000000001200.safetensors', 'episodes.csv', 'manifest.json']);
    for (const stops of Object.values(interruptions).slice(isWhole ? 0 : -1)) {
      const files = await trained(spec, stops);
      expect(Object.keys(files)).toEqual(Object.keys(expected));
      for (const [name, bytes] of Object.entries(files))
        expect(bytes.equals(expected[name] as Buffer), `${name}, ${stops.length} interruptions`).toBe(true);
    }
  });
});
