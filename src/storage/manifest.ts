import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { canonicalJson } from '../core/canonical-json.ts';
import { InputError } from '../core/errors.ts';
import { parsePartialSpec } from '../spec/parse-spec.ts';
import type { PartialSpec, ControlSpec, TrialSpec } from '../spec/spec.ts';
import { parseJsonText } from './json-text.ts';
import { manifestName } from './manifest-name.ts';
import { readTextLimited } from './read-limited.ts';
import { damagedRemedy, sha256, type SavedFile } from './run-files.ts';

/**
 * Raised when a run folder's layout changes. Formats 1 to 3 contained only trials; agents in stepped environments were
 * saved in another layout, with a play.json.
 */
const runFormat = 4;
const earlierManifest = 'play.json';

const maxManifestBytes = 1_000_000;

/** For a run of trials, as Arrow IPC files: one row per step, and one row per trial. */
export const columnFiles = ['signals.arrow', 'trials.arrow'] as const;
/**
 * One row per step, and one per trial and step, if units of the agent are recorded or a recording shows more than the
 * RPE.
 */
export const extraFiles = ['units.arrow', 'recording.arrow'] as const;
export type ExtraFile = (typeof extraFiles)[number];
export type ColumnFile = (typeof columnFiles)[number] | ExtraFile;

/** For a run in a stepped environment: an append-only table. */
export const episodesName = 'episodes.csv';
/** The complete state, with a different name at every step, so that the last one stays until the next is complete. */
export const checkpointPattern = /^checkpoint-\d+\.safetensors$/;
export const checkpointName = (step: number): string => `checkpoint-${String(step).padStart(12, '0')}.safetensors`;

/** Whether a file name belongs to a run folder, of this layout or an earlier one. */
export const isFileOfRun = (name: string): boolean =>
  [manifestName, earlierManifest, ...columnFiles, ...extraFiles, episodesName].some((known) => known === name) ||
  checkpointPattern.test(name);

const text = v.string('must be text');
const count = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
);
const hashText = v.pipe(text, v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const fileSchema = v.strictObject({ bytes: count, sha256: hashText });

const endedSchema = v.variant(
  'why',
  [
    v.strictObject({ why: v.literal('stopped'), planned: count }),
    v.strictObject({ why: v.literal('diverged'), planned: count, at: count, what: text, where: text, remedy: text }),
  ],
  "must be 'stopped' or 'diverged'",
);

/** Fields common to all runs. */
const shared = {
  format: v.literal(runFormat, `must be ${runFormat}`),
  /** Version of the program that wrote it. */
  phasic: text,
  /** The commit that the program was built from; absent in runs of earlier programs. */
  commit: v.optional(text),
  spec: v.unknown(),
  /** Versions of the parts that the run depends on. */
  versions: v.record(v.string(), count),
  environment: v.strictObject({ node: text, platform: text, architecture: text }),
  /** Backend of the networks; `typed-arrays` if there are none. */
  backend: text,
  /** Over the versions, the spec, and RPE and value of every step. */
  hash: hashText,
  /** Those that are saved. */
  steps: count,
  /**
   * Why a run ended before its plan, and the plan's length: it was stopped, or learning diverged in the next trial or
   * step (`at`), and how. Counted in trials in a paradigm, in steps in a stepped environment.
   */
  ended: v.optional(endedSchema),
};

/** Over all the other fields, so that nothing in it can change unnoticed. */
const ownSum = { sha256: hashText };

const trialSchema = v.strictObject({
  ...shared,
  trials: count,
  /** Ids of the recorded groups of units; none if absent. */
  units: v.optional(v.pipe(v.array(text), v.readonly())),
  files: v.strictObject({
    'signals.arrow': fileSchema,
    'trials.arrow': fileSchema,
    'units.arrow': v.optional(fileSchema),
    'recording.arrow': v.optional(fileSchema),
  }),
  ...ownSum,
});

const fileNames = v.pipe(
  v.string(),
  v.check((name) => name === episodesName || checkpointPattern.test(name), 'is not a file of a run'),
);

const controlSchema = v.strictObject({
  ...shared,
  episodes: count,
  /** Mean return of the last hundred episodes; null before the first has ended. */
  meanReturn: v.nullable(v.number('must be a number')),
  /**
   * The run whose state it started from, if it was planned longer than that one: such a run cannot be repeated from its
   * spec alone.
   */
  continues: v.optional(v.strictObject({ run: text, steps: count })),
  /** Steps in which the agent did not learn: if there are any, the run cannot be repeated from its spec alone. */
  stepsWithoutLearning: v.optional(count),
  files: v.pipe(
    v.record(fileNames, fileSchema),
    v.check(
      (files) => Object.keys(files).filter((name) => checkpointPattern.test(name)).length === 1,
      'must name one checkpoint',
    ),
  ),
  ...ownSum,
});

type Saved<Schema extends typeof trialSchema | typeof controlSchema> = Omit<v.InferOutput<Schema>, 'spec'> & {
  readonly spec: PartialSpec;
};

/** The manifest of a run in a paradigm. The seed is in the spec. */
export type TrialManifest = Saved<typeof trialSchema>;
/** The same for a run in a stepped environment. */
export type ControlManifest = Saved<typeof controlSchema>;
export type Manifest = TrialManifest | ControlManifest;
export type Ended = NonNullable<Manifest['ended']>;

export const isControlManifest = (manifest: Manifest): manifest is ControlManifest => 'episodes' in manifest;

type Written = 'format' | 'environment' | 'files' | 'sha256' | 'spec';
/** The fields of a run's manifest, except its files. */
export type TrialFacts = Omit<TrialManifest, Written> & { readonly spec: TrialSpec };
export type ControlFacts = Omit<ControlManifest, Written> & { readonly spec: ControlSpec };

/** The manifest of a run whose files have been written. */
export function manifestOf(facts: TrialFacts | ControlFacts, files: Readonly<Record<string, SavedFile>>): Manifest {
  const environment = { node: process.version, platform: process.platform, architecture: process.arch };
  const { phasic, spec, versions, ...rest } = facts;
  const said = { format: runFormat, phasic, spec, versions, environment, ...rest, files };
  return { ...said, sha256: sumOf(said) } as Manifest;
}

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

const sumOf = (said: object): string => sha256(canonicalJson(said));

/**
 * Reads and checks a run folder's manifest, for either kind of world; the other files are not read.
 * @throws InputError naming the file and the field
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const { manifest, isWhole } = await readClaims(folder);
  if (!isWhole) throw changedManifest(folder);
  return manifest;
}

export const changedManifest = (folder: string): InputError =>
  new InputError('the manifest is not as it was saved (SHA-256 differs)', join(folder, manifestName), damagedRemedy);

/**
 * The content of a manifest, altered or not: for repeating the run.
 * @throws InputError if it is not a manifest
 */
export async function readClaims(folder: string): Promise<{ readonly manifest: Manifest; readonly isWhole: boolean }> {
  const file = join(folder, manifestName);
  await refuseEarlierLayout(folder);
  const given = parseJsonText(await readTextLimited(file, maxManifestBytes, 'the manifest of the run'), file);
  requireFormat(given, file);
  const parsed = v.safeParse(hasEpisodes(given) ? controlSchema : trialSchema, given);
  if (!parsed.success) throw new InputError(describeIssue(parsed.issues[0]), file, damagedRemedy);
  const { sha256: sum, ...said } = parsed.output;
  const spec = parsePartialSpec(parsed.output.spec, `${file}, spec`);
  return { manifest: { ...parsed.output, spec } as Manifest, isWhole: sumOf(said) === sum };
}

const makeAgain = 'make the run again: nothing that was saved before is read';

async function refuseEarlierLayout(folder: string): Promise<void> {
  const [now, earlier] = await Promise.all(
    [manifestName, earlierManifest].map((name) =>
      lstat(join(folder, name)).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  if (now === false && earlier === true)
    throw new InputError(
      `the run is saved in an earlier layout, and this program reads format ${runFormat}`,
      join(folder, earlierManifest),
      makeAgain,
    );
}

/** Checked before everything else: with another layout, faults in the fields are only a consequence. */
function requireFormat(given: unknown, file: string): void {
  const format = typeof given === 'object' && given !== null && 'format' in given ? given.format : undefined;
  if (typeof format !== 'number' || format === runFormat) return;
  throw new InputError(
    `the run is saved in format ${format}, and this program reads format ${runFormat}`,
    file,
    format < runFormat ? makeAgain : 'use the version of Phasic that wrote it',
  );
}

function hasEpisodes(given: unknown): boolean {
  const files = typeof given === 'object' && given !== null && 'files' in given ? given.files : undefined;
  return typeof files === 'object' && files !== null && episodesName in files;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return 'this is not the manifest of a run';
  if (issue.expected === 'never') return `field '${field}' is unknown`;
  if (issue.received === 'undefined') return `field '${field}' is missing`;
  return `field '${field}' = ${issue.received} is not allowed, it ${issue.message}`;
}
