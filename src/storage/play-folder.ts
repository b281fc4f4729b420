import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { PlaySpec } from '../contracts/play-spec.ts';
import type { SavedParts } from '../contracts/saved.ts';
import { parseJsonText } from './json-text.ts';
import { readTextLimited } from './read-limited.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

/** Raised when a play folder's layout changes. */
const playFormat = 1;
const playManifestName = 'play.json';
const episodesName = 'episodes.csv';
const maxManifestBytes = 1_000_000;
const maxCheckpointBytes = 4_000_000_000;

const count = v.pipe(v.number('must be a whole number'), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'));

const manifestSchema = v.strictObject({
  format: v.literal(playFormat, `must be ${playFormat}: this program reads no other layout of a run`),
  /** Version of the program that wrote it. */
  phasic: v.string('must be text'),
  /** Checked by the engine. */
  spec: v.unknown(),
  versions: v.record(v.string(), count),
  environment: v.strictObject({ node: v.string(), platform: v.string(), architecture: v.string() }),
  /** What computed the networks; `typed-arrays` where there are none. */
  backend: v.string('must be text'),
  steps: count,
  /** The run whose state it began with, where it was planned longer than that one: such a run cannot be repeated from its spec alone. */
  continues: v.optional(v.strictObject({ run: v.string(), steps: count })),
  episodes: count,
  /** Mean return of the last hundred episodes; null before the first has ended. */
  meanReturn: v.nullable(v.number('must be a number')),
  checkpoint: v.strictObject({
    file: v.pipe(v.string(), v.regex(/^checkpoint-\d+\.safetensors$/, 'must be a checkpoint of this folder')),
    bytes: count,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')),
  }),
});

/** What a play folder says of itself. */
export type PlayManifest = v.InferOutput<typeof manifestSchema>;

/** Where a run in a stepped world stands. */
export interface PlayRecord {
  readonly phasic: string;
  readonly spec: PlaySpec;
  readonly versions: Readonly<Record<string, number>>;
  readonly backend: string;
  readonly steps: number;
  readonly continues?: PlayManifest['continues'];
  readonly episodes: { readonly endSteps: Float64Array; readonly lengths: Float64Array; readonly returns: Float64Array };
  readonly meanReturn: number;
  readonly state: SavedParts;
}

/** The name of a run's folder: the same for the same spec, so that a run has one place. */
export function playRunName(spec: PlaySpec): string {
  const digest = createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 12);
  const agent = spec.agent.id ?? spec.agent.learningRule.id;
  return `${spec.env.id}_${agent}_seed-${spec.seed}_${digest}`;
}

/**
 * Saves where a run stands. Whatever was saved before is there until the new state is whole.
 * @throws InputError where the folder cannot be written
 */
export async function writePlay(record: PlayRecord, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const bytes = encodeSafetensors(record.state);
    const file = `checkpoint-${String(record.steps).padStart(12, '0')}.safetensors`;
    const { phasic, spec, versions, backend, steps, continues, meanReturn } = record;
    const manifest: PlayManifest = {
      format: playFormat,
      phasic,
      spec,
      versions,
      environment: { node: process.version, platform: process.platform, architecture: process.arch },
      backend,
      steps,
      ...(continues === undefined ? {} : { continues }),
      episodes: record.episodes.returns.length,
      meanReturn: Number.isNaN(meanReturn) ? null : meanReturn,
      checkpoint: { file, bytes: bytes.length, sha256: sha256(bytes) },
    };
    await replaceFile(folder, file, bytes);
    await replaceFile(folder, episodesName, episodesCsv(record.episodes));
    await replaceFile(folder, playManifestName, `${JSON.stringify(manifest, null, 2)}\n`);
    await removeOtherCheckpoints(folder, file);
  } catch (error) {
    throw new InputError(`the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`, folder, 'choose a runs folder that you may write to, with room for it');
  }
}

async function replaceFile(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const aside = join(folder, `.${randomUUID()}.part`);
  try {
    await writeFile(aside, content, { flag: 'wx', flush: true });
    await rename(aside, join(folder, name));
  } finally {
    await rm(aside, { force: true });
  }
}

async function removeOtherCheckpoints(folder: string, kept: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => /^checkpoint-\d+\.safetensors$/.test(name) && name !== kept);
  for (const name of old) await rm(join(folder, name), { force: true });
}

/** One row an episode: steps over all worlds when it ended, its length in steps, its return. */
function episodesCsv({ endSteps, lengths, returns }: PlayRecord['episodes']): string {
  const rows = Array.from(returns, (total, i) => `${endSteps[i]},${lengths[i]},${total}`);
  return ['end_step,length_steps,return', ...rows, ''].join('\n');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const remedy = 'the run folder was changed or damaged: restore it, or train again';

/** @throws InputError naming the file and the field */
export async function readPlayManifest(folder: string): Promise<PlayManifest> {
  const file = join(folder, playManifestName);
  const parsed = v.safeParse(manifestSchema, parseJsonText(await readTextLimited(file, maxManifestBytes, 'the manifest of the run'), file));
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new InputError(`${v.getDotPath(issue) ?? 'the manifest'} is not as it should be: ${issue.message}`, file, remedy);
}

/**
 * The state that was saved last.
 * @throws InputError naming the file that is missing, cut short or changed
 */
export async function readPlayState(folder: string, { checkpoint }: PlayManifest): Promise<SavedParts> {
  const file = join(folder, checkpoint.file);
  const size = await stat(file).then((found) => found.size, () => undefined);
  if (size === undefined) throw new InputError('the checkpoint is missing', file, remedy);
  if (size !== checkpoint.bytes || size > maxCheckpointBytes) throw new InputError(`the checkpoint has ${size} bytes, the manifest says ${checkpoint.bytes}`, file, remedy);
  const bytes = await readFile(file);
  if (sha256(bytes) !== checkpoint.sha256) throw new InputError('the bytes are not those that were saved (SHA-256 differs)', file, remedy);
  return decodeSafetensors(bytes, file) as SavedParts;
}

export interface PlayEntry {
  /** Name of the run's folder. */
  readonly run: string;
  readonly manifest: PlayManifest;
}

/** The play runs in a folder, by name; what is damaged is told apart. A folder that does not exist has none. */
export async function listPlays(runsFolder: string): Promise<{ readonly runs: readonly PlayEntry[]; readonly damaged: readonly InputError[] }> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const runs: PlayEntry[] = [];
  const damaged: InputError[] = [];
  for (const { name: run } of entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(runsFolder, run);
    if (!(await holdsPlay(folder))) continue;
    try {
      runs.push({ run, manifest: await readPlayManifest(folder) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push(error);
    }
  }
  return { runs, damaged };
}

/** Whether a folder holds a run in a stepped world. */
export async function holdsPlay(folder: string): Promise<boolean> {
  return stat(join(folder, playManifestName)).then((found) => found.isFile(), () => false);
}
