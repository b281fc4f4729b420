import * as v from 'valibot';
import { InputError } from '../../src/core/errors.ts';
import { parseMapping, type Mapping } from '../../src/recorded/mapping.ts';
import { completePipeline, type Pipeline } from '../../src/recorded/photometry/pipeline.ts';
import type { RecordedFrom } from '../../src/spec/recorded-from.ts';
import type { OpenedFile } from '../data/protocol.ts';
import { appState } from './app-state.ts';
import { askedRecording } from './asked-recording.ts';
import { reasonsOf, type Reasons } from './waiver-key.ts';

/** What a person has said of a recording. */
export interface SaidOfRecording {
  readonly mapping: Mapping;
  readonly reasons: Reasons;
  /** The steps to the dF/F that an experiment compared. */
  readonly pipeline?: Pipeline | undefined;
}

/** @throws InputError for a step or a parameter that there is not */
export const pipelineOf = (given: RecordedFrom['pipeline']): Pipeline | undefined => given && completePipeline(given);

const storageKey = 'phasic-recordings';
/** Recordings; a browser stores a few megabytes per page. */
const maxKept = 40;
const maxCharacters = 20_000;

const keptSchema = v.array(
  v.object({
    files: v.string(),
    mapping: v.unknown(),
    reasons: v.record(v.string(), v.string()),
  }),
);
type Kept = v.InferOutput<typeof keptSchema>;

/** Files are the same if their names and sizes are. */
const nameOf = (files: readonly OpenedFile[]): string =>
  files
    .map(({ name, file }) => `${name} ${file.size}`)
    .sort()
    .join('\n');

function allKept(): Kept {
  try {
    return v.parse(keptSchema, JSON.parse(window.localStorage.getItem(storageKey) ?? '[]'));
  } catch {
    // Storage may be unavailable, or contain something else.
    return [];
  }
}

/** For the next time that these files are opened in this browser. */
export function keepSaid(files: readonly OpenedFile[], said: SaidOfRecording): void {
  const own = { files: nameOf(files), ...said };
  if (files.length === 0 || JSON.stringify(own).length > maxCharacters) return;
  const others = allKept().filter((one) => one.files !== own.files);
  try {
    window.localStorage.setItem(storageKey, JSON.stringify([own, ...others].slice(0, maxKept)));
  } catch {
    // Storage may be unavailable or full: it is typed again.
  }
}

/**
 * What was said of these files before: by an experiment that was opened, in this browser, or by the displayed experiment.
 * @returns undefined for files of which nothing is known
 */
export function saidOf(files: readonly OpenedFile[]): SaidOfRecording | undefined {
  const own = nameOf(files);
  const kept = allKept().find((one) => one.files === own);
  const isOf = (origin: RecordedFrom | undefined): boolean =>
    origin !== undefined && origin.files.every((name) => files.some((one) => one.name === name));
  const displayed = appState.get().draft?.recordedFrom;
  const asked = askedRecording();
  return (
    saidBy(isOf(asked) ? asked : undefined) ??
    (kept && checkedSaid(kept.mapping, kept.reasons)) ??
    saidBy(isOf(displayed) ? displayed : undefined)
  );
}

const saidBy = (origin: RecordedFrom | undefined): SaidOfRecording | undefined =>
  origin && checkedSaid(origin.mapping, reasonsOf(origin.waivers), origin.pipeline);

/** A mapping of another version is no mapping. */
function checkedSaid(
  mapping: unknown,
  reasons: Reasons,
  pipeline?: RecordedFrom['pipeline'],
): SaidOfRecording | undefined {
  try {
    return { mapping: parseMapping(mapping, 'mapping'), reasons, pipeline: pipelineOf(pipeline) };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
