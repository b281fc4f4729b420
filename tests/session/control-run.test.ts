import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { resumeControlRun } from '../../src/session/control/run-places.ts';
import { startControlRun } from '../../src/session/control/start-run.ts';
import { recordOf } from '../../src/session/control/control-run.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import { lockFolder } from '../../src/storage/folder-lock.ts';
import { RunWriter } from '../../src/storage/run-writer.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { changeManifest, type Json } from '../storage/change-manifest.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const networksFor = () => Promise.resolve(fusedNetworks);
const spec = completeControlSpec({ world: 'cliff-walking', agent: 'q-table', steps: 2000, seed: 2, backend: 'fused' });

/** Changes a saved state, and its file's entry in the manifest. */
function changeState(folder: string, change: (state: SavedParts) => SavedParts): void {
  changeManifest(join(folder, 'manifest.json'), (manifest) => {
    const files = manifest['files'] as Json;
    const name = Object.keys(files).find((one) => one.startsWith('checkpoint')) as string;
    const bytes = encodeSafetensors(change(decodeSafetensors(readFileSync(join(folder, name)), name) as SavedParts));
    writeFileSync(join(folder, name), bytes);
    files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

test('a run saved by an earlier version is refused in one line with the remedy, whatever else it contains', async () => {
  const folder = join(temporaryFolder(), 'run');
  mkdirSync(folder);
  writeFileSync(join(folder, 'play.json'), JSON.stringify({ format: 1, spec: { phasic: 1, world: 'cliff-walking' } }));
  await expect(resumeControlRun(folder, { networksFor, again: false })).rejects.toThrow(
    /play\.json: the run is saved in an earlier layout, and this program reads format 4; make the run again/,
  );
});

test('a changed state with a matching checksum is refused with the file and the place in it', async () => {
  const folder = join(temporaryFolder(), 'run');
  const run = startControlRun(spec, fusedNetworks);
  run.session.advance(100);
  const writer = await RunWriter.fresh(folder);
  await writer.save(recordOf(run));
  await writer.release();
  changeState(folder, (state) => ({ ...state, session: { ...(state['session'] as SavedParts), done: 'many' } }));
  const error = await resumeControlRun(folder, { networksFor, again: false }).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toMatch(
    /checkpoint-0+100\.safetensors: this is not the state of this run: session\/done is a string, not a number; /,
  );
  changeState(folder, (state) => ({ ...state, session: { ...(state['session'] as SavedParts), done: 99 } }));
  await expect(resumeControlRun(folder, { networksFor, again: false })).rejects.toThrow(
    /it is at step 99 .* the manifest says step 100/,
  );
  // The lock is released.
  await (await lockFolder(folder)).release();
});
