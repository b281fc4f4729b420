import { join } from 'node:path';
import { canonicalJson } from '../core/canonical-json.ts';
import { InputError } from '../core/errors.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import type { TrialSpec } from '../contracts/spec.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { firstTrials } from '../engine/first-trials.ts';
import { hashRun } from '../engine/run.ts';
import { createTrialSession, DivergedError, type TrialSession, type SessionOptions } from '../engine/trial-session.ts';
import { versions } from '../engine/versions.ts';
import { signalsFromArrow, trialsToArrow, type SignalColumns } from '../storage/columns.ts';
import { extraFiles, manifestName, readManifest, type Manifest } from '../storage/manifest.ts';
import { holdsPlay } from '../storage/play-folder.ts';
import { readColumns, type SavedColumns } from '../storage/run-folder.ts';
import { typedArrays } from '../networks/noting.ts';
import { extraColumns } from './extra-columns.ts';
import { backendNameOf, networksFor } from './networks.ts';
import { sha256 } from './sha256.ts';
import { version } from './version.ts';

export interface VerifiedRun {
  readonly folder: string;
  readonly hash: string;
  readonly trials: number;
  readonly steps: number;
  /** Of a run that ended before its last trial. */
  readonly ended?: NonNullable<Manifest['ended']>;
}

/** What was saved is not what its spec makes. */
export class AlteredRun extends InputError {}

/**
 * Repeats a saved run from its spec and compares every step with what was saved.
 * @throws AlteredRun with the first thing that is not as it was saved
 * @throws InputError where there is no run of an experiment, or none that this program can repeat
 */
export async function verifyRun(folder: string): Promise<VerifiedRun> {
  if (await holdsPlay(folder)) throw new InputError('this is a training run, and only runs of experiments are verified', folder, 'open it with phasic watch');
  const manifest = await readManifest(folder);
  const place = join(folder, manifestName);
  const columns = await altered(() => readColumns(folder, manifest));
  const session = await repeatable(manifest, place);
  const { part, hash } = await altered(async () => {
    requireCounts(session, manifest, place);
    const part = advanceTo(session, manifest, place);
    await compareColumns(part, columns, folder);
    await compareExtraColumns(part, columns, folder);
    const hash = hashRun(part, sha256());
    if (hash !== manifest.hash) throw new InputError(`the hash is ${hash}, the manifest says ${manifest.hash}`, place, 'the manifest was changed: save the run again elsewhere');
    return { part, hash };
  });
  const { ended } = manifest;
  return { folder, hash, trials: part.trials.length, steps: part.signals.rpe.length, ...(ended === undefined ? {} : { ended }) };
}

/** What a check finds is what was altered. */
async function altered<Found>(check: () => Promise<Found>): Promise<Found> {
  try {
    return await check();
  } catch (error) {
    throw error instanceof InputError ? new AlteredRun(error.what, error.where, error.remedy) : error;
  }
}

/** @throws InputError where this program cannot repeat the run as it was */
async function repeatable(manifest: Manifest, place: string): Promise<TrialSession> {
  const spec = completed(manifest, place);
  if (canonicalJson(spec) !== canonicalJson(manifest.spec)) {
    throw new InputError('the spec leaves something out, so the run cannot be repeated to the byte', `${place}, spec`, 'restore the manifest');
  }
  const session = withUnits(spec, { networks: await networksOf(manifest, place), units: manifest.units }, place);
  const now = versions(spec);
  const changed = Object.keys({ ...now, ...manifest.versions }).find((part) => now[part] !== manifest.versions[part]);
  if (changed !== undefined) {
    throw new InputError(
      `the run ${madeWith(manifest.versions[changed])} of the ${changed}, this program has ${now[changed] ?? 'none'}`,
      `${place}, versions`,
      manifest.phasic === version ? 'restore the manifest, or run the spec again' : `verify it with phasic ${manifest.phasic}`,
    );
  }
  if (manifest.backend !== session.backend) throw new InputError(`the run was computed by '${manifest.backend}', its spec is computed by '${session.backend}'`, `${place}, backend`, 'restore the manifest');
  return session;
}

function requireCounts({ trials, offsets }: TrialSession, manifest: Manifest, place: string): void {
  const { ended } = manifest;
  const isPart = ended !== undefined && ended.planned === trials.length && manifest.trials > 0 && manifest.trials < ended.planned;
  if (ended !== undefined && !isPart) throw new InputError(`the manifest says ${manifest.trials} of ${ended.planned} trials, the spec makes ${trials.length}`, `${place}, ended`, 'restore the manifest');
  const count = isPart ? manifest.trials : trials.length;
  const counts = [['trials', count], ['steps', offsets[count] as number]] as const;
  for (const [field, count] of counts) {
    if (manifest[field] !== count) throw new InputError(`the manifest says ${manifest[field]} ${field}, the spec makes ${count}`, `${place}, ${field}`, 'restore the manifest');
  }
}

/** The trials that were saved, run again. Where learning diverged after them, it must do so again. */
function advanceTo(session: TrialSession, { trials, ended }: Manifest, place: string): TrialSession {
  session.advance(trials);
  const part = firstTrials(session, trials);
  if (ended?.why === 'diverged' && !divergesNext(session)) {
    throw new InputError(`the manifest says that learning diverged in trial ${trials + 1}, and it does not`, `${place}, ended`, 'restore the manifest, or run the spec again');
  }
  return part;
}

function divergesNext(session: TrialSession): boolean {
  try {
    session.advance(1);
    return false;
  } catch (error) {
    if (error instanceof DivergedError) return true;
    throw error;
  }
}

/** Runs of older programs leave out some of their parts. */
const madeWith = (version: number | undefined): string => (version === undefined ? 'does not say its version' : `was made with version ${version}`);

/** The networks that it was computed with; none in particular where it had none. */
async function networksOf({ backend }: Manifest, place: string): Promise<NetworkMaker | undefined> {
  if (backend === typedArrays) return undefined;
  try {
    return await networksFor(backendNameOf(backend));
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`the run was computed by '${backend}', and ${error.what}`, `${place}, backend`, error.remedy);
    throw error;
  }
}

/** Units are those that the manifest names. */
function withUnits(spec: TrialSpec, options: SessionOptions, place: string): TrialSession {
  try {
    return createTrialSession(spec, options);
  } catch (error) {
    if (error instanceof InputError && error.where === 'units') throw new InputError(error.what, `${place}, units`, 'restore the manifest');
    throw error;
  }
}

function completed(manifest: Manifest, place: string): TrialSpec {
  try {
    return completeTrialSpec(manifest.spec);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(error.what, `${place}, spec, ${error.where}`, error.remedy);
    throw error;
  }
}

async function compareColumns(session: TrialSession, columns: SavedColumns, folder: string): Promise<void> {
  const signalsFile = join(folder, 'signals.arrow');
  const saved = await signalsFromArrow(columns['signals.arrow']).catch((error: Error) => {
    throw new InputError(`this is no Arrow file of signals (${error.message})`, signalsFile, 'restore the file, or run the spec again');
  });
  for (const name of ['rpe', 'value'] as const) compareSignal(session, name, saved, signalsFile);
  if (!Buffer.from(await trialsToArrow(session.trials)).equals(columns['trials.arrow'])) {
    throw new InputError('the trials are not those that the spec and seed make', join(folder, 'trials.arrow'), 'restore the file, or run the spec again');
  }
}

async function compareExtraColumns(session: TrialSession, columns: SavedColumns, folder: string): Promise<void> {
  const computed = await extraColumns(session);
  for (const name of extraFiles) {
    const [saved, again] = [columns[name], computed[name]];
    if (saved === undefined && again === undefined) continue;
    if (saved === undefined || again === undefined) {
      throw new InputError(`the manifest ${saved === undefined ? 'leaves out' : 'names'} ${name}, its spec ${saved === undefined ? 'makes it' : 'makes none'}`, join(folder, manifestName), 'restore the manifest');
    }
    if (!Buffer.from(again).equals(saved)) throw new InputError('the columns are not those that the spec and seed make', join(folder, name), 'restore the file, or run the spec again');
  }
}

function compareSignal(session: TrialSession, name: keyof SignalColumns, saved: SignalColumns, file: string): void {
  const computed = session.signals[name];
  if (bytesOf(computed).equals(bytesOf(saved[name]))) return;
  const step = computed.findIndex((value, i) => !Object.is(value, saved[name][i]));
  const trial = session.offsets.findIndex((offset) => offset > step);
  const what = step === -1 ? `column ${name} has ${saved[name].length} steps, not ${computed.length}` : `column ${name} at step ${step} (trial ${trial}) is ${saved[name][step]}, computed again it is ${computed[step]}`;
  throw new InputError(what, file, 'the run is not what its spec makes: run the spec again');
}

const bytesOf = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
