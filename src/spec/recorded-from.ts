import * as v from 'valibot';

const text = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'), v.maxLength(1000));
const json = v.record(v.string(), v.unknown(), 'must be an object');

/** Why a failed check of a recording's quality does not matter, in a person's words. */
const waiver = v.strictObject({
  /** Id of the check. */
  check: text,
  /** Id of the signal or unit. */
  of: text,
  because: text,
});

export const recordedFromSchema = v.strictObject({
  /** Names of its files, without folders of the machine. */
  files: v.pipe(v.array(text, 'must be a list of names'), v.minLength(1), v.maxLength(5000), v.readonly()),
  /** Time zero of the session on the recording's clock. */
  startSeconds: v.pipe(v.number('must be a number'), v.finite()),
  /** What was what in it: a mapping. */
  mapping: json,
  /** How the signal was corrected: parameters of each step; absent if it was compared as recorded. */
  pipeline: v.optional(json),
  waivers: v.pipe(v.array(waiver, 'must be a list of waivers'), v.maxLength(1000), v.readonly()),
});

/**
 * Where the session of a design was recorded, and what it was compared with: said with the results, and used again when
 * the spec is opened. It changes nothing of a run, so it is no part of its hash.
 */
export type RecordedFrom = v.InferOutput<typeof recordedFromSchema>;
