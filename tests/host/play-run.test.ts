import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { completePlaySpec } from '../../src/engine/play/play-spec.ts';
import { resumePlay } from '../../src/host/play/play-places.ts';
import { recordOf, startPlay } from '../../src/host/play/play-run.ts';
import { fusedNetworks } from '../../src/networks/fused/fused-networks.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import { lockFolder } from '../../src/storage/folder-lock.ts';
import { PlayWriter } from '../../src/storage/play-writer.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const networksFor = () => Promise.resolve(fusedNetworks);
const spec = completePlaySpec({ env: 'cliff-walking', agent: 'q-table', steps: 2000, seed: 2, backend: 'fused' });

interface Manifest {
  readonly episodesFile: unknown;
  readonly checkpoint: { readonly file: string };
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'play.json'), 'utf8')) as Manifest;

/** Changes a saved state, and what the manifest says of its file. */
function changeState(folder: string, change: (state: SavedParts) => SavedParts): void {
  const manifest = manifestOf(folder);
  const file = join(folder, manifest.checkpoint.file);
  const bytes = encodeSafetensors(change(decodeSafetensors(readFileSync(file), file) as SavedParts));
  writeFileSync(file, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'play.json'), JSON.stringify({ ...manifest, checkpoint: { ...manifest.checkpoint, bytes: bytes.length, sha256 } }));
}

test('a run that an earlier version saved, with its episodes in the checkpoint, goes on', async () => {
  const folder = join(temporaryFolder(), 'run');
  const run = startPlay(spec, fusedNetworks);
  run.session.advance(1200);
  const writer = await PlayWriter.fresh(folder);
  await writer.save(recordOf(run));
  await writer.release();
  const { endSteps, lengths, returns } = run.session.episodes.columns();
  changeState(folder, (state) => {
    const { ticksWithoutLearning: _, ...session } = state['session'] as SavedParts;
    return { ...state, session: { ...session, episodes: { endSteps, lengths, returns } } };
  });
  const { episodesFile: _, ...manifest } = manifestOf(folder);
  writeFileSync(join(folder, 'play.json'), JSON.stringify(manifest));

  const resumed = await resumePlay(folder, { networksFor, again: false });
  expect(resumed.run.session.steps).toBe(1200);
  resumed.run.session.advance(800);
  run.session.advance(800);
  await resumed.writer?.save(recordOf(resumed.run));
  const columns = run.session.episodes.columns();
  expect(resumed.run.session.episodes.columns()).toEqual(columns);
  expect(readFileSync(join(folder, 'episodes.csv'), 'utf8')).toBe(['end_step,length_steps,return', ...Array.from(columns.returns, (total, i) => `${columns.endSteps[i]},${columns.lengths[i]},${total}`), ''].join('\n'));
  await resumed.writer?.release();
});

test('a state that was changed, with the sum of the file made to fit, is refused with the file and the place in it', async () => {
  const folder = join(temporaryFolder(), 'run');
  const run = startPlay(spec, fusedNetworks);
  run.session.advance(100);
  const writer = await PlayWriter.fresh(folder);
  await writer.save(recordOf(run));
  await writer.release();
  changeState(folder, (state) => ({ ...state, session: { ...(state['session'] as SavedParts), ticks: 'many' } }));
  const error = await resumePlay(folder, { networksFor, again: false }).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toMatch(/checkpoint-0+100\.safetensors: this is not the state of this run: session\/ticks is a string, not a number; /);
  changeState(folder, (state) => ({ ...state, session: { ...(state['session'] as SavedParts), ticks: 99 } }));
  await expect(resumePlay(folder, { networksFor, again: false })).rejects.toThrow(/stands at step 99 .* the manifest says step 100/);
  // Nobody else is kept from it by that.
  await (await lockFolder(folder)).release();
});
