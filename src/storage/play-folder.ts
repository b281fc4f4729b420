import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { SteppedSpec } from '../contracts/spec.ts';
import type { SavedParts } from '../contracts/saved.ts';
import type { EpisodeRows } from './episodes-file.ts';
import { parseJsonText } from './json-text.ts';
import { requireFormat } from './manifest.ts';
import { readTextLimited } from './read-limited.ts';
import { decodeSafetensors } from './safetensors.ts';

/** Raised when a play folder's layout changes. Format 1 held specs of version 1. */
export const playFormat = 2;
export const playManifestName = 'play.json';
const maxManifestBytes = 1_000_000;
const maxCheckpointBytes = 4_000_000_000;

export const checkpointPattern = /^checkpoint-\d+\.safetensors$/;

const count = v.pipe(v.number('must be a whole number'), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'));

const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));

const manifestSchema = v.strictObject({
  format: v.literal(playFormat, `must be ${playFormat}`),
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
  /** How much of episodes.csv counts. */
  episodesFile: v.strictObject({ bytes: count, sha256: sha256Schema }),
  /** Steps in which the agent did not learn: a run with some cannot be repeated from its spec alone. */
  stepsWithoutLearning: v.optional(count),
  /** Where learning gave what is not a number, and what it was; such a run cannot go on. */
  diverged: v.optional(v.strictObject({ step: count, what: v.string(), where: v.string(), remedy: v.string() })),
  /** Mean return of the last hundred episodes; null before the first has ended. */
  meanReturn: v.nullable(v.number('must be a number')),
  checkpoint: v.strictObject({
    file: v.pipe(v.string(), v.regex(checkpointPattern, 'must be a checkpoint of this folder')),
    bytes: count,
    sha256: sha256Schema,
  }),
});

/** What a play folder says of itself. */
export type PlayManifest = v.InferOutput<typeof manifestSchema>;

/** What makes a run the run that it is; what differs in any of it is another run, and has another name. */
export interface PlayIdentity {
  readonly spec: SteppedSpec;
  readonly versions: Readonly<Record<string, number>>;
  readonly continues?: PlayManifest['continues'];
  readonly stepsWithoutLearning: number;
}

/** Where a run in a stepped world stands. */
export interface PlayRecord extends PlayIdentity {
  readonly phasic: string;
  readonly backend: string;
  readonly steps: number;
  readonly diverged?: PlayManifest['diverged'];
  readonly episodes: EpisodeRows;
  /** How many of them had ended. */
  readonly episodeCount: number;
  readonly meanReturn: number;
  /** The state of it all, encoded: a run may go on while it is written. */
  readonly checkpoint: Uint8Array;
}

/** The name of a run's folder: the same for the same run, and another one for every other. */
export function playRunName({ spec, versions, continues, stepsWithoutLearning }: PlayIdentity): string {
  const identity = { spec, versions, continues, ...(stepsWithoutLearning === 0 ? {} : { learnedThroughout: false }) };
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12);
  const agent = spec.agent.id ?? spec.agent.learningRule.id;
  return `${spec.world.id}_${agent}_seed-${spec.seed}_${digest}`;
}

/** The folders of one run, by its name: it may have been trained several times, and each may have ended where learning diverged. */
export async function placesOf(runsFolder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(runsFolder).catch(() => []);
  return entries.filter((entry) => entry.startsWith(name) && /^(?:_\d+)?(?:_diverged-at-step-\d+)?$/.test(entry.slice(name.length))).sort();
}

/** The first name that none of a run's folders has, nor had before learning diverged in it. */
export function freeName(name: string, places: readonly string[]): string {
  const taken = new Set(places.map((place) => place.replace(/_diverged-at-step-\d+$/, '')));
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}_${count}`)) count += 1;
  return `${name}_${count}`;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const remedy = 'the run folder was changed or damaged: restore it, or train again';

/** @throws InputError naming the file and the field */
export async function readPlayManifest(folder: string): Promise<PlayManifest> {
  const file = join(folder, playManifestName);
  const given = parseJsonText(await readTextLimited(file, maxManifestBytes, 'the manifest of the run'), file);
  requireFormat(given, playFormat, file, 'train again: earlier runs had neither manipulations nor a recording');
  const parsed = v.safeParse(manifestSchema, given);
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
