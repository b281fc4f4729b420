import * as v from 'valibot';

/** Name, first step, step after the last, magnitude. */
type SourceEvent = readonly [string, number, number, number];

/** One trial in CCNLab's unit time steps. us null: no US is scheduled; the US `-` is an omitted one. */
export interface SourceTrial {
  readonly cs: readonly SourceEvent[];
  readonly ctx: string;
  readonly us: SourceEvent | null;
}

/** One of several trials, drawn at random. */
export interface SourceSample {
  readonly sample: readonly (readonly [SourceTrial, number])[];
}

/** Its children in turn, repeated this many times. */
export interface SourceSequence {
  readonly name: string | null;
  readonly repeat: number;
  readonly children: readonly SourceNode[];
}

export type SourceNode = SourceTrial | SourceSample | SourceSequence;

/** Weight, group, variable and, if there are sessions, the first and the last of those averaged. */
export type Term = readonly [number, string, string, (number | undefined)?, (number | undefined)?];

const integer = v.pipe(v.number(), v.integer());
const event = v.strictTuple([v.string(), integer, integer, v.number()]);
// Cues have no magnitude here: in the source every cue has magnitude 1.
const cue = v.strictTuple([v.string(), integer, integer, v.literal(1)]);
const trial = v.strictObject({ cs: v.array(cue), ctx: v.string(), us: v.nullable(event) });
const sample = v.strictObject({ sample: v.array(v.strictTuple([trial, v.number()])) });
const sequence: v.GenericSchema<SourceSequence> = v.strictObject({
  name: v.nullable(v.string()),
  repeat: integer,
  children: v.array(v.lazy(() => node)),
});
const node: v.GenericSchema<SourceNode> = v.lazy((given) =>
  isObjectWith('children', given) ? sequence : isObjectWith('sample', given) ? sample : trial,
);
const isObjectWith = (key: string, given: unknown): boolean =>
  typeof given === 'object' && given !== null && key in given;

const term = v.union([
  v.strictTuple([v.number(), v.string(), v.string()]),
  v.strictTuple([v.number(), v.string(), v.string(), integer, integer]),
]);

const noteNumber = v.strictObject({
  text: v.string(),
  agent: v.string(),
  signature: v.string(),
  seeds: v.optional(integer),
  set: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]))),
});

const schema = v.strictObject({
  /** Class of the experiment in CCNLab. */
  name: v.string(),
  /** Its topic, in a few words. */
  what: v.string(),
  doc: v.string(),
  /** Number of the phenomenon and of the figure, as CCNLab gives them. */
  source: v.string(),
  /** Where these data differ from CCNLab's, and why. */
  note: v.optional(v.string()),
  meta: v.strictObject({
    citation: v.string(),
    animal: v.string(),
    preparation: v.string(),
    cs: v.string(),
    us: v.string(),
    response: v.string(),
    ydetail: v.string(),
  }),
  /**
   * True if the manipulation concerns the context: there are several, or the US or a waiting time occurs in one without
   * a CS.
   */
  context: v.boolean(),
  measure: v.picklist(['response', 'elevation', 'suppression', 'suppression ratio']),
  design: v.record(v.string(), sequence),
  /** Agent shown first, one for which every claim is informative; Rescorla-Wagner if absent. */
  agent: v.optional(v.string()),
  /**
   * The trials from which a variable is read: translated types, of one group or all, of one sequence or all, all of
   * them or the first or last N.
   */
  scored: v.array(
    v.strictObject({
      variable: v.string(),
      group: v.optional(v.string()),
      phase: v.optional(v.string()),
      types: v.array(v.string()),
      first: v.optional(integer),
      last: v.optional(integer),
    }),
  ),
  /**
   * The paper's finding: the weighted sum of conditioned responding is positive. below: as a share of the largest
   * response it is less than this, because a larger one would be a different finding. given: it is meaningful only if
   * that other claim is shown. controls: the controls that it requires; all if absent. A control that the claim implies
   * is missed together with it, which hides the failure.
   */
  claims: v.array(
    v.strictObject({
      id: v.string(),
      claim: v.string(),
      role: v.optional(v.literal('control')),
      below: v.optional(v.number()),
      given: v.optional(v.string()),
      controls: v.optional(v.array(v.string())),
      contrast: v.array(term),
    }),
  ),
  /** Why agents do not show a claim, or show one that they should not. */
  notes: v.optional(
    v.array(
      v.strictObject({
        agents: v.array(v.string()),
        signatures: v.optional(v.array(v.string())),
        why: v.string(),
        numbers: v.optional(v.array(noteNumber)),
      }),
    ),
  ),
  /** If no agent passes, or none fails: why. */
  nonePasses: v.optional(v.string()),
  noneFails: v.optional(v.string()),
  /**
   * Published means, one number per session; session 0 is the first trial alone. No firstSession: one number over all
   * scored trials.
   */
  empirical: v.array(
    v.strictObject({
      group: v.string(),
      variable: v.string(),
      firstSession: v.optional(v.picklist([0, 1])),
      values: v.array(v.number()),
    }),
  ),
});

export type Experiment = v.InferOutput<typeof schema>;
export type Measure = Experiment['measure'];

/** @throws Error naming the file and the field */
export function parseExperiment(file: string, given: unknown): Experiment {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${file}, ${v.getDotPath(issue) ?? 'top'}: ${issue.message}`);
}
