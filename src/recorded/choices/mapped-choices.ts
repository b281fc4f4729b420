import * as v from 'valibot';

const text = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'), v.maxLength(500));
const texts = v.pipe(v.array(text), v.maxLength(1000));
const seconds = v.pipe(
  v.number('must be a number'),
  v.minValue(0.001, 'must be at least 0.001'),
  v.maxValue(86_400, 'must be at most 86400'),
);
const column = v.strictObject({ column: text });

/** At this time of the recording's clock, or so long after what comes before: the state, or the choice. */
const later = v.union([column, v.strictObject({ afterSeconds: seconds })], 'must be { column } or { afterSeconds }');

const stateSchema = v.union(
  [
    /** What these columns say together. */
    v.strictObject({ columns: v.pipe(texts, v.minLength(1, 'must name a column')) }),
    /** A position on a scale, such as signed contrast: the number in one column minus that in another, 0 where missing. */
    v.strictObject({ level: v.strictObject({ plus: text, minus: v.optional(text) }) }),
    /** Which state it was is known from the choice made in it: names of states by values of the choice. */
    v.strictObject({ byChoice: v.record(text, text) }),
  ],
  'must be { columns }, { level } or { byChoice }',
);

const stageSchema = v.strictObject({
  /** The column of what was chosen; nothing was where a cell is empty. */
  choice: text,
  /** Further values of that column which mean that nothing was chosen. */
  none: v.optional(texts),
  /** Names of actions by values; a value that is not listed is its own name, and one that is listed is always an option. */
  actions: v.optional(v.record(text, text)),
  /** What was seen; always the same if absent. */
  state: v.optional(stateSchema),
  /**
   * Which options a state has: those that were ever chosen in it, or what these columns say, one option each. If absent,
   * every state has all of them.
   */
  offered: v.optional(
    v.union(
      [v.literal('chosen'), v.strictObject({ columns: v.pipe(texts, v.minLength(1, 'must name a column')) })],
      'must be "chosen" or { columns }',
    ),
  ),
  /** Options are things that have one value wherever they are offered, such as pictures; else each state has its own. */
  areThings: v.optional(v.boolean()),
  /** Of the second stage on: when its state was shown. */
  shown: v.optional(later),
  /** When the choice was made: also so long after the state as a column says, in seconds or milliseconds. */
  chosen: v.union(
    [...later.options, v.strictObject({ reaction: text, unit: v.picklist(['s', 'ms'], 'must be s or ms') })],
    'must be { column }, { afterSeconds } or { reaction, unit }',
  ),
});

/** What was chosen in each trial, by the columns of a table with one row a trial. */
export const choicesSchema = v.strictObject({
  table: text,
  /** Only rows with these values, such as those of one subject. */
  where: v.optional(v.pipe(v.array(v.strictObject({ column: text, is: text })), v.maxLength(20))),
  /**
   * When the first state is shown, seconds: a column; or, for a table without times, so long after the last event of the
   * trial before it.
   */
  begins: v.union(
    [
      column,
      v.strictObject({
        intervalSeconds: v.pipe(seconds, v.minValue(1.1, 'must be at least 1.1')),
      }),
    ],
    'must be { column } or { intervalSeconds }',
  ),
  /** What is chosen in turn: two stages in a two-step task. */
  stages: v.pipe(v.array(stageSchema), v.minLength(1, 'must have a stage'), v.maxLength(4)),
  /** What came of the last choice: the sum of columns, divided by the size that counts as one reward unit. */
  outcome: v.strictObject({
    columns: v.pipe(texts, v.minLength(1, 'must name a column')),
    unit: v.pipe(v.number('must be a number'), v.minValue(1e-6, 'must be above 0'), v.maxValue(1e9)),
    at: later,
  }),
});

export type MappedChoices = v.InferOutput<typeof choicesSchema>;
export type MappedStage = v.InferOutput<typeof stageSchema>;

/** The columns that a mapping of choices names. */
export function choiceColumns({ where = [], begins, stages, outcome }: MappedChoices): readonly string[] {
  const timed = (later: MappedStage['chosen'] | undefined): readonly string[] => {
    if (later === undefined || 'afterSeconds' in later) return [];
    return ['column' in later ? later.column : later.reaction];
  };
  return [
    ...where.map((one) => one.column),
    ...('column' in begins ? [begins.column] : []),
    ...stages.flatMap(({ choice, state, offered, shown, chosen }) => [
      choice,
      ...(state === undefined ? [] : stateColumns(state)),
      ...(typeof offered === 'object' ? offered.columns : []),
      ...timed(shown),
      ...timed(chosen),
    ]),
    ...outcome.columns,
    ...timed(outcome.at),
  ];
}

function stateColumns(state: NonNullable<MappedStage['state']>): readonly string[] {
  if ('columns' in state) return state.columns;
  return 'level' in state ? [state.level.plus, ...(state.level.minus === undefined ? [] : [state.level.minus])] : [];
}
