import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { choicesSchema } from './choices/mapped-choices.ts';

/** Raised when the meaning of a mapping changes. */
export const mappingVersion = 1;

const text = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'), v.maxLength(500));
const size = v.pipe(v.number('must be a number'), v.finite(), v.minValue(-1e6), v.maxValue(1e6));
const offset = v.pipe(v.number('must be a number'), v.minValue(-3600), v.maxValue(3600));
const positive = v.pipe(v.number('must be a number'), v.minValue(1e-3, 'must be at least 0.001'), v.maxValue(86_400));

/** Where times come from: a kind of events, or a column of a table, one time per row. */
const times = v.union(
  [
    v.strictObject({ events: text }),
    v.strictObject({
      table: text,
      column: text,
      /** Only rows with this value in this column. */
      where: v.optional(v.strictObject({ column: text, is: text })),
    }),
  ],
  'must be { events } or { table, column }',
);

const cueSchema = v.strictObject({
  times,
  title: text,
  /** Seconds that it lasts, where the recording does not say when it ends. */
  durationSeconds: positive,
});

const rewardSchema = v.strictObject({
  times,
  title: text,
  /**
   * Its size in reward units: a number, or a column of the same table, or `values` of the events, divided by the size
   * that counts as one unit.
   */
  size: v.union(
    [
      size,
      v.strictObject({ column: text, unit: positive }),
      v.strictObject({ values: v.literal(true), unit: positive }),
    ],
    'must be a number, { column, unit } or { values, unit }',
  ),
});

const windowsSchema = v.strictObject({
  /** Id of windows that are cut out already. */
  of: text,
  /** Columns of the table beside them, row by row. */
  animal: v.optional(text),
  session: v.optional(text),
  trial: v.optional(text),
  /** Those in which conditions differ. */
  types: v.pipe(v.array(text), v.maxLength(10)),
  /** Seconds of the event in its session, and since the last event: with one of them a session can be run. */
  time: v.optional(text),
  interval: v.optional(text),
});

/** From, to: seconds from an event. */
const span = v.pipe(
  v.tuple([offset, offset], 'must be [from, to]'),
  v.check(([from, to]) => from < to, 'must end after it begins'),
);

/** How long responses took: a column of a table. */
const latenciesSchema = v.strictObject({
  table: text,
  /** The column of when each was prompted, on the recording's clock. */
  time: text,
  /** The column of how long it took; nothing was done where a cell is empty. */
  latency: text,
  unit: v.picklist(['s', 'ms'], 'must be s or ms'),
});

/** One number an event, such as the peak of its response: a column of a table. */
const summariesSchema = v.strictObject({
  table: text,
  /** The column of when the event was, on the recording's clock. */
  time: text,
  value: text,
  /** The column of its standard error. */
  error: v.optional(text),
  reduction: v.picklist(['peak', 'mean', 'area'], 'must be peak, mean or area'),
  /** In which it was taken, and what was subtracted before, the mean there. */
  window: span,
  baseline: v.optional(span),
});

const mappingSchema = v.strictObject({
  phasicMapping: v.literal(mappingVersion),
  /** Answers to the questions about the file. */
  answers: v.record(v.string(), v.string()),
  /** The signal that shows dopamine, and the one that shows what is not dopamine; ids of signals. */
  signal: v.optional(text),
  control: v.optional(text),
  /** The unit (neuron) whose firing rate is compared with models in place of a signal; id of a unit. */
  unit: v.optional(text),
  /** Units whose spikes are fitted together, also beside a signal; `unit` if absent. */
  units: v.optional(v.pipe(v.array(text), v.minLength(1, 'must name a unit'), v.maxLength(1000))),
  cues: v.pipe(v.array(cueSchema), v.maxLength(100)),
  rewards: v.pipe(v.array(rewardSchema), v.maxLength(100)),
  licks: v.optional(times),
  /** In which licks are counted, seconds from the first cue of a trial; from the cue to the reward if absent. */
  lickWindow: v.optional(span),
  latencies: v.optional(latenciesSchema),
  summaries: v.optional(summariesSchema),
  /** When trials begin; without it, a trial begins with its first event. */
  trials: v.optional(v.strictObject({ times, type: v.optional(text) })),
  windows: v.optional(windowsSchema),
  /** Window of a trial after its first event, seconds; chosen by the intervals between events if absent. */
  windowSeconds: v.optional(positive),
  /** What was chosen, for agents that choose. */
  choices: v.optional(choicesSchema),
});

/** What is what in a recording: saved as JSON, it is used again for the next file of the same layout. */
export type Mapping = v.InferOutput<typeof mappingSchema>;
export type MappedCue = v.InferOutput<typeof cueSchema>;
export type MappedReward = v.InferOutput<typeof rewardSchema>;
export type MappedWindows = v.InferOutput<typeof windowsSchema>;
export type MappedLatencies = v.InferOutput<typeof latenciesSchema>;
export type MappedSummaries = v.InferOutput<typeof summariesSchema>;
export type MappedTimes = v.InferOutput<typeof times>;

/** The id of the signal or the unit that is compared with models; undefined if there is none. */
export const comparedId = ({ signal, unit }: Pick<Mapping, 'signal' | 'unit'>): string | undefined => signal ?? unit;

/** @throws InputError naming the field */
export function parseMapping(given: unknown, where: string): Mapping {
  const parsed = v.safeParse(mappingSchema, given);
  if (parsed.success) {
    const { signal, unit } = parsed.output;
    if (signal === undefined || unit === undefined) return parsed.output;
    throw new InputError('signal and unit are both named', where, 'leave one out: only one is compared with models');
  }
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  if (field === null)
    throw new InputError('this is not a mapping', where, 'save one with `phasic import FILE --save-mapping`');
  throw new InputError(`${field} = ${issue.received} is not allowed`, where, issue.message);
}
