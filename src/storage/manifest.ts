import { join } from 'node:path';
import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { parsePartialSpec, type PartialSpec } from '../contracts/spec.ts';
import { parseJsonText } from './json-text.ts';
import { readTextLimited } from './read-limited.ts';

/** Raised when a run folder's layout changes. Formats 1 and 2 held specs of version 1, and channels in a file of their own. */
export const runFormat = 3;

export const manifestName = 'manifest.json';
const maxManifestBytes = 1_000_000;

/** The columns of a run, as Arrow IPC files: one row per step, and one row per trial. */
export const columnFiles = ['signals.arrow', 'trials.arrow'] as const;
/** One row per step and one per trial and step, where units of the agent are recorded and where a recording shows more than the RPE. */
export const extraFiles = ['units.arrow', 'recording.arrow'] as const;
export type ExtraFile = (typeof extraFiles)[number];
export type ColumnFile = (typeof columnFiles)[number] | ExtraFile;

const count = v.pipe(v.number('must be a whole number'), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'));
const sha256 = v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const fileSchema = v.strictObject({ bytes: count, sha256 });

const manifestSchema = v.strictObject({
  format: v.literal(runFormat, `must be ${runFormat}`),
  /** Version of the program that wrote it. */
  phasic: v.string('must be text'),
  spec: v.unknown(),
  /** Versions of the parts that the run depends on. */
  versions: v.record(v.string(), count),
  environment: v.strictObject({ node: v.string(), platform: v.string(), architecture: v.string() }),
  backend: v.string('must be text'),
  hash: sha256,
  /** Those that are saved; of a run that ended early, those that were run. */
  trials: count,
  steps: count,
  /** Why a run ended before its last trial, and how many trials it has: it was stopped, or learning diverged in the next trial. */
  ended: v.optional(v.strictObject({ why: v.picklist(['stopped', 'diverged']), planned: count })),
  /** Ids of the groups of units that are recorded; none when absent. */
  units: v.optional(v.pipe(v.array(v.string('must be text')), v.readonly())),
  columns: v.strictObject({ 'signals.arrow': fileSchema, 'trials.arrow': fileSchema, 'units.arrow': v.optional(fileSchema), 'recording.arrow': v.optional(fileSchema) }),
});

/** What a run folder says of itself. The seed is in the spec. */
export type Manifest = Omit<v.InferOutput<typeof manifestSchema>, 'spec'> & { readonly spec: PartialSpec };

const remedy = 'the run folder was changed or damaged: restore it, or run the spec again';

/**
 * Reads and checks a run folder's manifest; the columns are not looked at.
 * @throws InputError naming the file and the field
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, manifestName);
  const given = parseJsonText(await readTextLimited(file, maxManifestBytes, 'the manifest of the run'), file);
  requireFormat(given, runFormat, file, 'run the experiment again and save it: earlier formats had time constants per simulation step');
  const parsed = v.safeParse(manifestSchema, given);
  if (!parsed.success) throw new InputError(describeIssue(parsed.issues[0]), file, remedy);
  return { ...parsed.output, spec: parsePartialSpec(parsed.output.spec, `${file}, spec`) };
}

/**
 * Said before anything else of a manifest: what is wrong with the fields of another layout follows from that.
 * @param remedy for an earlier layout
 * @throws InputError where it is not the layout that is read
 */
export function requireFormat(given: unknown, read: number, file: string, remedy: string): void {
  const format = typeof given === 'object' && given !== null && 'format' in given ? given.format : undefined;
  if (typeof format !== 'number' || format === read) return;
  throw new InputError(`the run is saved in format ${format}, and this program reads format ${read}`, file, format < read ? remedy : 'use the version of Phasic that wrote it');
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return 'this is not the manifest of a run';
  if (issue.expected === 'never') return `field '${field}' is unknown`;
  if (issue.received === 'undefined') return `field '${field}' is missing`;
  return `field '${field}' = ${issue.received} is not allowed, it ${issue.message}`;
}
