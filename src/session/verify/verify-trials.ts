import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { firstTrials } from '../../engine/first-trials.ts';
import { hashRun, observe } from '../../engine/run.ts';
import {
  createTrialSession,
  DivergedError,
  type SessionOptions,
  type TrialSession,
} from '../../engine/trial-session.ts';
import {
  isEarlierSignals,
  signalsFromArrow,
  signalsToArrow,
  trialsToArrow,
  type SignalColumns,
  type StepColumns,
} from '../../storage/columns.ts';
import { manifestName } from '../../storage/manifest-name.ts';
import { extraFiles, type Ended, type TrialManifest } from '../../storage/manifest.ts';
import { readColumns, type SavedColumns } from '../../storage/trial-run.ts';
import { extraColumns } from '../extra-columns.ts';
import { endOf } from '../save-run.ts';
import { sha256 } from '../sha256.ts';
import { stepColumns } from '../step-columns.ts';
import {
  altered,
  repeatableNetworks,
  repeatableSpec,
  requireBackend,
  requireCount,
  requireEnd,
  requireHash,
  restore,
  restoreFile,
} from './repeatable.ts';

export interface VerifiedTrials {
  readonly folder: string;
  readonly hash: string;
  readonly trials: number;
  readonly steps: number;
  /** For a run that ended before its last trial. */
  readonly ended?: Ended;
}

/**
 * Repeats a run in a paradigm, and compares every step.
 * @throws AlteredRun with the first difference
 * @throws InputError if this program cannot repeat it
 */
export async function verifyTrials(folder: string, manifest: TrialManifest): Promise<VerifiedTrials> {
  const place = join(folder, manifestName);
  const columns = await altered(() => readColumns(folder, manifest));
  const spec = repeatableSpec(manifest, completeTrialSpec, place);
  const session = withUnits(
    spec,
    { networks: await repeatableNetworks(manifest, place), units: manifest.units },
    place,
  );
  try {
    requireBackend(manifest, session.backend, place);
    return await altered(async () => {
      requireCounts(session, manifest, place);
      const part = advanceTo(session, manifest, place);
      const observer = observe(part);
      await compareColumns(part, stepColumns(part, observer), columns, folder);
      await compareExtraColumns(await extraColumns(part, observer), columns, folder);
      const hash = hashRun(part, sha256());
      requireHash(manifest, hash, place);
      const { ended } = manifest;
      return { folder, hash, trials: part.trials.length, steps: part.steps, ...(ended === undefined ? {} : { ended }) };
    });
  } finally {
    session.dispose();
  }
}

function requireCounts({ trials, offsets }: TrialSession, manifest: TrialManifest, place: string): void {
  const { ended } = manifest;
  const isPart =
    ended !== undefined && ended.planned === trials.length && manifest.trials > 0 && manifest.trials < ended.planned;
  if (ended !== undefined && !isPart)
    throw new InputError(
      `the manifest says ${manifest.trials} of ${ended.planned} trials, the spec makes ${trials.length}`,
      `${place}, ended`,
      restore,
    );
  const count = isPart ? manifest.trials : trials.length;
  requireCount(manifest.trials, count, 'trials', place);
  requireCount(manifest.steps, offsets[count] as number, 'steps', place);
}

/** Runs the saved trials again. If learning diverged after them, it must do so again. */
function advanceTo(session: TrialSession, manifest: TrialManifest, place: string): TrialSession {
  const { trials, ended } = manifest;
  session.advance(trials);
  const part = firstTrials(session, trials);
  if (ended?.why !== 'diverged') return part;
  const error = divergence(session);
  if (error === undefined)
    throw new InputError(
      `the manifest says that learning diverged in trial ${trials + 1}, and it does not`,
      `${place}, ended`,
      'restore the manifest, or run the spec again',
    );
  requireEnd(manifest, endOf(session, error), place);
  return part;
}

function divergence(session: TrialSession): DivergedError | undefined {
  try {
    session.advance(1);
    return undefined;
  } catch (error) {
    if (error instanceof DivergedError) return error;
    throw error;
  }
}

/** Units are those that the manifest names. */
function withUnits(spec: TrialSpec, options: SessionOptions, place: string): TrialSession {
  try {
    return createTrialSession(spec, options);
  } catch (error) {
    if (error instanceof InputError && error.where === 'units')
      throw new InputError(error.what, `${place}, units`, restore);
    throw error;
  }
}

async function compareColumns(
  session: TrialSession,
  computed: StepColumns,
  columns: SavedColumns,
  folder: string,
): Promise<void> {
  const signalsFile = join(folder, 'signals.arrow');
  const saved = await signalsFromArrow(columns['signals.arrow']).catch((error: Error) => {
    throw new InputError(`this is not an Arrow file of signals (${error.message})`, signalsFile, restoreFile);
  });
  for (const name of ['rpe', 'value'] as const) compareSignal(session, name, saved, signalsFile);
  const bytes = columns['signals.arrow'];
  // Earlier versions of this program saved only those two.
  if (!(await isEarlierSignals(bytes)) && !Buffer.from(await signalsToArrow(computed)).equals(bytes)) {
    throw new InputError(
      'the trials, times, rewards or rates are not those that the spec and seed make',
      signalsFile,
      restoreFile,
    );
  }
  if (!Buffer.from(await trialsToArrow(session.trials)).equals(columns['trials.arrow'])) {
    throw new InputError(
      'the trials are not those that the spec and seed make',
      join(folder, 'trials.arrow'),
      restoreFile,
    );
  }
}

async function compareExtraColumns(
  computed: Partial<SavedColumns>,
  columns: SavedColumns,
  folder: string,
): Promise<void> {
  for (const name of extraFiles) {
    const [saved, again] = [columns[name], computed[name]];
    if (saved === undefined && again === undefined) continue;
    if (saved === undefined || again === undefined) {
      throw new InputError(
        `the manifest ${saved === undefined ? 'leaves out' : 'names'} ${name}, its spec ${saved === undefined ? 'makes it' : 'makes none'}`,
        join(folder, manifestName),
        restore,
      );
    }
    if (!Buffer.from(again).equals(saved))
      throw new InputError('the columns are not those that the spec and seed make', join(folder, name), restoreFile);
  }
}

function compareSignal(session: TrialSession, name: keyof SignalColumns, saved: SignalColumns, file: string): void {
  const computed = session.signals[name];
  if (bytesOf(computed).equals(bytesOf(saved[name]))) return;
  const step = computed.findIndex((value, i) => !Object.is(value, saved[name][i]));
  const trial = session.offsets.findIndex((offset) => offset > step);
  const what =
    step === -1
      ? `column ${name} has ${saved[name].length} steps, not ${computed.length}`
      : `column ${name} at step ${step} (trial ${trial}) is ${saved[name][step]}, computed again it is ${computed[step]}`;
  throw new InputError(what, file, 'the run does not match its spec: run the spec again');
}

const bytesOf = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
