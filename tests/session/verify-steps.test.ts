import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { lookup } from '../../src/engine/registry.ts';
import { versions } from '../../src/spec/versions.ts';
import { networksFor } from '../../src/compute/backends.ts';
import { resumeControlRun } from '../../src/session/control/run-places.ts';
import { startControlRun } from '../../src/session/control/start-run.ts';
import { recordOf } from '../../src/session/control/control-run.ts';
import { AlteredRun } from '../../src/session/verify/repeatable.ts';
import { verifyRun } from '../../src/session/verify/verify-run.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { RunWriter } from '../../src/storage/run-writer.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { changeManifest, type Json } from '../storage/change-manifest.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const cliff: PartialSpec = { world: 'cliff-walking', agent: 'q-table', worlds: 2, steps: 3000, seed: 3 };

/** A run at some step, saved in its own folder. */
async function saved(given: PartialSpec = cliff, { ticks = 1500, plastic = true } = {}): Promise<string> {
  const spec = completeControlSpec(given);
  const run = startControlRun(spec, await networksFor(spec.backend));
  run.session.acting.plastic = plastic;
  run.session.advance(ticks);
  const writer = await RunWriter.fresh(join(temporaryFolder(), 'run'));
  await writer.save(recordOf(run));
  await writer.release();
  run.session.dispose();
  return writer.folder;
}

const manifestOf = (folder: string): string => join(folder, 'manifest.json');
const checkpointIn = (folder: string): string =>
  readdirSync(folder).find((name) => name.startsWith('checkpoint')) as string;

/** Changes a file and updates all checksums. */
function forge(folder: string, name: string, change: (bytes: Buffer) => Uint8Array): void {
  const bytes = change(readFileSync(join(folder, name)));
  writeFileSync(join(folder, name), bytes);
  changeManifest(
    manifestOf(folder),
    (manifest) =>
      ((manifest['files'] as Json)[name] = {
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }),
  );
}

async function failure(folder: string): Promise<InputError> {
  const error = await verifyRun(folder).then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).not.toContain('\n');
  expect((error as InputError).where).toContain(basename(dirname(folder)));
  return error as InputError;
}

describe('a run in a stepped environment', () => {
  test('is verified: its episodes, its state and a hash over RPE and value of every step', async () => {
    const folder = await saved();
    // The recomputed hash: blocks of the previous hash and 512 numbers, and finally the spec, the blocks and the
    // remainder.
    const spec = completeControlSpec(cliff);
    const session = new ControlSession(spec, fusedNetworks);
    const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
    let [numbers, blocks]: [number[], string] = [[], ''];
    const bytes = (): Uint8Array => new Uint8Array(Float64Array.from(numbers).buffer);
    for (let tick = 0; tick < 1500; tick++) {
      session.advance(1);
      const { rpe, value } = session.acting.signals;
      for (const world of [0, 1]) numbers.push(rpe[world] as number, value[world] as number);
      if (numbers.length < 512) continue;
      blocks = sha256(blocks, bytes());
      numbers = [];
    }
    const hash = sha256(canonicalJson({ spec, versions: versions(lookup, spec) }), blocks, bytes());
    expect(await verifyRun(folder)).toEqual({ folder, hash, episodes: session.episodes.count, steps: 3000 });
    expect(JSON.parse(readFileSync(manifestOf(folder), 'utf8'))).toMatchObject({
      format: 4,
      hash,
      backend: 'typed-arrays',
      steps: 3000,
      episodes: session.episodes.count,
    });
  });

  test('is verified up to its last step, also beyond its plan, and after it was resumed', async () => {
    const folder = await saved(cliff, { ticks: 700 });
    const stopped = await verifyRun(folder);
    expect(stopped).toMatchObject({ steps: 1400, ended: { why: 'stopped', planned: 3000 } });
    const { run, writer } = await resumeControlRun(folder, { networksFor, again: false });
    run.session.advance(801);
    await (writer as RunWriter).save(recordOf(run));
    await (writer as RunWriter).release();
    const beyond = await verifyRun(folder);
    expect(beyond).toMatchObject({ steps: 3002 });
    expect(beyond).not.toHaveProperty('ended');
    expect(beyond.hash).not.toBe(stopped.hash);
  });

  test.each(['fused', 'wasm'])(
    'with networks is repeated on its own backend, whatever auto would choose: %s',
    async (backend) => {
      const small = {
        id: 'a2c',
        learningRule: { id: 'a2c', parameters: { nSteps: 8 } },
        architecture: { id: 'mlp', parameters: { units: 8 } },
      };
      const spec = completeControlSpec({ world: 'cartpole', agent: small, worlds: 2, steps: 80, backend: 'auto' });
      const run = startControlRun(spec, await networksFor(backend));
      run.session.advance(40);
      const writer = await RunWriter.fresh(join(temporaryFolder(), 'run'));
      await writer.save(recordOf(run));
      await writer.release();
      expect(JSON.parse(readFileSync(manifestOf(writer.folder), 'utf8'))).toMatchObject({
        backend: backend === 'fused' ? 'fused' : 'tfjs-wasm',
        spec: { backend: 'auto' },
      });
      expect(await verifyRun(writer.folder)).toMatchObject({ steps: 80 });
    },
  );

  test('in which learning diverged is verified to diverge again, at the same step with the same reason', async () => {
    const run = startControlRun(
      completeControlSpec({
        world: 'mountain-car',
        agent: {
          architecture: 'tile-coding',
          objective: { id: 'discounted-return', parameters: { discount: 1 } },
          learningRule: { id: 'q-control', parameters: { learningRate: 2, traceDecay: 1, trace: 'accumulating' } },
          policy: 'epsilon-greedy',
        },
      }),
      fusedNetworks,
    );
    expect(() => run.session.advance(100_000)).toThrow(InputError);
    const writer = await RunWriter.fresh(join(temporaryFolder(), 'run'));
    await writer.save(recordOf(run));
    await writer.release();
    const at = run.session.steps + 1;
    expect(writer.folder).toMatch(new RegExp(`_diverged-at-step-${at}$`));
    expect(await verifyRun(writer.folder)).toMatchObject({
      steps: at - 1,
      ended: { why: 'diverged', at, planned: 100_000 },
    });
    changeManifest(manifestOf(writer.folder), ({ ended }) => ((ended as Json)['what'] = 'it rained'));
    expect((await failure(writer.folder)).message).toMatch(
      /the manifest says that the run diverged at \d+ of 100000 \(it rained\), and it diverged at \d+ of 100000 \(/,
    );
  });

  test('of an earlier version is refused as such, neither verified nor called altered', async () => {
    const folder = await saved();
    forge(folder, checkpointIn(folder), (bytes) =>
      Buffer.from(bytes.toString('latin1').replace('"layout":"2"', '"earlier":2 '), 'latin1'),
    );
    const error = await verifyRun(folder).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(InputError);
    expect(error).not.toBeInstanceOf(AlteredRun);
    expect((error as InputError).message).toMatch(
      /checkpoint-0+3000\.safetensors: the state is saved in another layout/,
    );
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'an edited episode',
      (folder) =>
        forge(folder, 'episodes.csv', (bytes) => Buffer.from(bytes.toString().replace(/(\n\d+),\d+,/, '$1,7,'))),
      /episodes\.csv: episode 1 is \d+,7,-\d+, computed again it is \d+,\d+,-\d+/,
    ],
    [
      'a removed episode',
      (folder) => forge(folder, 'episodes.csv', (bytes) => bytes.subarray(0, bytes.lastIndexOf('\n', -2) + 1)),
      /the table has \d+ episodes, the spec makes \d+/,
    ],
    [
      'an edited state',
      (folder) =>
        forge(folder, checkpointIn(folder), (bytes) => {
          const state = decodeSafetensors(bytes, 'checkpoint') as { readonly session: SavedParts };
          return encodeSafetensors({ ...state, session: { ...state.session, ticksWithoutLearning: 1 } });
        }),
      /checkpoint-0+3000\.safetensors: the state differs from that of the spec and seed: session\/ticksWithoutLearning cannot be 1/,
    ],
    [
      'another seed',
      (folder) => changeManifest(manifestOf(folder), ({ spec }) => ((spec as Json)['seed'] = 4)),
      /episodes\.csv: episode 1 is/,
    ],
    [
      'a longer plan',
      (folder) => changeManifest(manifestOf(folder), ({ spec }) => ((spec as Json)['steps'] = 4000)),
      /the hash is/,
    ],
    [
      'one step less',
      (folder) => changeManifest(manifestOf(folder), (manifest) => (manifest['steps'] = 2999)),
      /2999 steps, and 2 environments are stepped in parallel/,
    ],
    [
      'another hash',
      (folder) => changeManifest(manifestOf(folder), (manifest) => (manifest['hash'] = 'a'.repeat(64))),
      /the manifest says a{64}/,
    ],
    [
      'another number of episodes',
      (folder) => changeManifest(manifestOf(folder), (manifest) => (manifest['episodes'] = 1)),
      /the manifest says 1 episodes/,
    ],
    [
      'another mean',
      (folder) => changeManifest(manifestOf(folder), (manifest) => (manifest['meanReturn'] = 1)),
      /the manifest says 1 meanReturn/,
    ],
    [
      'an invented end',
      (folder) =>
        changeManifest(manifestOf(folder), (manifest) => (manifest['ended'] = { why: 'stopped', planned: 3000 })),
      /the run was stopped before 3000, and it came to its end/,
    ],
    [
      'an invented divergence',
      (folder) =>
        changeManifest(
          manifestOf(folder),
          (manifest) =>
            (manifest['ended'] = { why: 'diverged', planned: 3000, at: 3002, what: '', where: '', remedy: '' }),
        ),
      /learning diverged at step 3002, and it does not/,
    ],
  ])('with %s is reported, although all checksums are valid', async (_, change, line) => {
    const folder = await saved();
    change(folder);
    const error = await failure(folder);
    expect(error).toBeInstanceOf(AlteredRun);
    expect(error.message).toMatch(line);
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'without learning',
      () => saved(cliff, { plastic: false, ticks: 20 }),
      /in 40 of its steps learning was off, so its spec alone does not reproduce it/,
    ],
    [
      'a run that continues another',
      async () => {
        const { run, writer } = await resumeControlRun(await saved(), { networksFor, again: false, steps: 4000 });
        run.session.advance(500);
        await (writer as RunWriter).save(recordOf(run));
        await (writer as RunWriter).release();
        return (writer as RunWriter).folder;
      },
      /the run began with the state of run at step 3000, so its spec alone does not reproduce it/,
    ],
    [
      'a run on a backend that may not repeat',
      () => backendSaid('tfjs-cuda'),
      /computed by 'tfjs-cuda', which need not give the same last bits twice/,
    ],
    [
      'a run on several backends',
      () => backendSaid('fused, tfjs-wasm'),
      /computed by fused, tfjs-wasm, with a network backend that was chosen by measurement/,
    ],
    ['a run on an unknown backend', () => backendSaid('abacus'), /computed by 'abacus', and unknown backend/],
    [
      'a run of other versions',
      async () => edited(({ versions: saved }) => ((saved as Json)['learningRule'] = 77)),
      /made with version 77 of the learningRule/,
    ],
  ])('%s cannot be repeated from its spec, and one line says why', async (_, made, line) => {
    const error = await failure(await made());
    expect(error).not.toBeInstanceOf(AlteredRun);
    expect(error.message).toMatch(line);
  });
});

async function edited(edit: (manifest: Json) => void): Promise<string> {
  const folder = await saved();
  changeManifest(manifestOf(folder), edit);
  return folder;
}

const backendSaid = (backend: string): Promise<string> => edited((manifest) => (manifest['backend'] = backend));
