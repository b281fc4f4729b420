import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completePlaySpec } from '../../src/engine/play/play-spec.ts';
import { resumePlay } from '../../src/host/play/play-places.ts';
import { recordOf, startPlay } from '../../src/host/play/play-run.ts';
import { fusedNetworks } from '../../src/networks/fused/fused-networks.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import { PlayWriter } from '../../src/storage/play-writer.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const networksFor = () => Promise.resolve(fusedNetworks);
const spec = completePlaySpec({ env: 'cliff-walking', agent: 'q-table', steps: 2000, seed: 2, backend: 'fused' });

test('a run that an earlier version saved, with its episodes in the checkpoint, goes on', async () => {
  const folder = join(temporaryFolder(), 'run');
  const run = startPlay(spec, fusedNetworks);
  run.session.advance(1200);
  const writer = await PlayWriter.fresh(folder);
  await writer.save(recordOf(run));
  await writer.release();
  const manifestFile = join(folder, 'play.json');
  const { episodesFile: _, ...manifest } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { episodesFile: unknown; checkpoint: { file: string } };
  const checkpoint = join(folder, manifest.checkpoint.file);
  const state = decodeSafetensors(readFileSync(checkpoint), checkpoint) as { session: SavedParts; observer: SavedParts };
  const { ticksWithoutLearning: __, ...session } = state.session;
  const { endSteps, lengths, returns } = run.session.episodes.columns();
  const bytes = encodeSafetensors({ ...state, session: { ...session, episodes: { endSteps, lengths, returns } } });
  writeFileSync(checkpoint, bytes);
  writeFileSync(manifestFile, JSON.stringify({ ...manifest, checkpoint: { ...manifest.checkpoint, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } }));

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
