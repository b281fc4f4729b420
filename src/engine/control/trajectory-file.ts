import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';

/** The only trajectory format that is read. */
const format = 'rl-golden/1';
const maxTrajectories = 100_000;
const maxCalls = 1_000_000;

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger());
const index = v.pipe(whole, v.minValue(0));
const unit = v.pipe(v.number(), v.minValue(0), v.ltValue(1, 'must be below 1'));
const flags = v.pipe(v.string(), v.regex(/^[01]*$/, 'must be a text of 0 and 1'));

const draw = v.union(
  [
    /** s: the unit draw that decides whether the last action is repeated; u: any other. */
    v.strictTuple([v.picklist(['s', 'u']), unit]),
    /** An integer: low, high (excluded), value. */
    v.strictTuple([v.literal('i'), whole, whole, whole]),
    /** A real number: low, high, unit draw, value. */
    v.strictTuple([v.literal('U'), finite, finite, unit, finite]),
  ],
  'must be a draw: ["s", v], ["u", v], ["i", low, high, v] or ["U", low, high, u, v]',
);
export type LoggedDraw = v.InferOutput<typeof draw>;

const common = {
  id: v.string(),
  /**
   * One character per call: R, reset; S, the state set to `given`; a digit, a step with that action; A, a step with the
   * real number in `actions`.
   */
  ops: v.pipe(
    v.string(),
    v.regex(/^[RSA0-9]+$/, 'must be a text of R, S, A and digits'),
    v.maxLength(maxCalls, `must have at most ${maxCalls} calls`),
  ),
  reward: v.array(finite),
  draws: v.array(v.array(draw)),
  given: v.optional(v.unknown()),
};

const minAtarSchema = v.object({
  ...common,
  stickyProb: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  ramping: v.boolean(),
  done: flags,
  /** Indices of the bits that are set (R, S) or have changed (steps). */
  obs: v.array(v.array(index)),
  obsSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')),
  /** The complete hidden state after some calls. */
  states: v.record(v.string(), v.record(v.string(), v.unknown())),
});
export type MinAtarTrajectory = v.InferOutput<typeof minAtarSchema>;

const gymnasiumSchema = v.object({
  ...common,
  envId: v.string(),
  config: v.record(v.string(), v.unknown()),
  terminated: flags,
  truncated: flags,
  /** After each call: its variables, or its index. */
  state: v.array(v.union([index, v.array(finite)], 'must be a whole number or a list of numbers')),
  /** Expected single-precision observations after some calls. */
  obs: v.optional(v.record(v.string(), v.array(finite)), {}),
  actions: v.optional(v.array(v.nullable(finite))),
  fickle: v.optional(flags),
});
export type GymnasiumTrajectory = v.InferOutput<typeof gymnasiumSchema>;

const headSchema = v.looseObject({ format: v.literal(format, `must be ${format}`), env: v.string() });
const listed = <const S extends v.GenericSchema>(trajectory: S) =>
  v.looseObject({ trajectories: v.pipe(v.array(trajectory), v.minLength(1), v.maxLength(maxTrajectories)) });
const minAtarFile = listed(minAtarSchema);
const gymnasiumFile = listed(gymnasiumSchema);

export type TrajectoryFile = { readonly env: string } & (
  | { readonly family: 'minatar'; readonly trajectories: readonly MinAtarTrajectory[] }
  | { readonly family: 'gymnasium'; readonly trajectories: readonly GymnasiumTrajectory[] }
);

/**
 * Reads a file of recorded trajectories.
 * @param where its name, for messages
 * @throws InputError naming the invalid field
 */
export function parseTrajectoryFile(given: unknown, where: string): TrajectoryFile {
  const { env } = checked(headSchema, given, where);
  const file: TrajectoryFile = env.startsWith('minatar/')
    ? { env, family: 'minatar', trajectories: checked(minAtarFile, given, where).trajectories }
    : { env, family: 'gymnasium', trajectories: checked(gymnasiumFile, given, where).trajectories };
  for (const trajectory of file.trajectories) requireWhole(trajectory, where);
  return file;
}

function checked<const S extends v.GenericSchema>(schema: S, given: unknown, where: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new InputError(
    `${v.getDotPath(issue) ?? 'this'} is not valid: ${issue.message}`,
    where,
    `give a file of trajectories of the format ${format}`,
  );
}

/** Lists with one entry per call must be as long as the list of calls. */
function requireWhole(trajectory: MinAtarTrajectory | GymnasiumTrajectory, where: string): void {
  const { id, ops } = trajectory;
  const perCall =
    'done' in trajectory
      ? (['reward', 'draws', 'done', 'obs'] as const)
      : (['reward', 'draws', 'terminated', 'truncated', 'state', 'actions', 'fickle'] as const);
  for (const name of perCall) {
    const list = (trajectory as { readonly [name: string]: unknown })[name] as ArrayLike<unknown> | undefined;
    if (list !== undefined && list.length !== ops.length)
      throw new InputError(
        `${name} of ${id} has ${list.length} entries for ${ops.length} calls`,
        where,
        'give one per call',
      );
  }
  if (ops.includes('S') && trajectory.given === undefined)
    throw new InputError(`${id} has no given state`, where, 'give one for S');
}
