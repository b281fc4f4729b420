import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';

/** The one format of trajectories that is read. */
const format = 'rl-golden/1';
const mostTrajectories = 100_000;
const mostCalls = 1_000_000;

const wholeFrom = (min: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min));
const finite = v.pipe(v.number(), v.finite());
const unit = v.pipe(v.number(), v.minValue(0), v.ltValue(1, 'must be below 1'));

const draw = v.variant('0', [
  /** Unit draw that decides whether the last action is repeated. */
  v.tuple([v.literal('s'), unit]),
  /** Unit draw. */
  v.tuple([v.literal('u'), unit]),
  /** Whole number: low, high (excluded), value. */
  v.tuple([v.literal('i'), wholeFrom(Number.MIN_SAFE_INTEGER), wholeFrom(Number.MIN_SAFE_INTEGER), wholeFrom(Number.MIN_SAFE_INTEGER)]),
  /** Real number: low, high, unit draw, value. */
  v.tuple([v.literal('U'), finite, finite, unit, finite]),
]);
export type LoggedDraw = v.InferOutput<typeof draw>;

const flags = v.pipe(v.string(), v.regex(/^[01]*$/, 'must be a text of 0 and 1'));

/** What both families of worlds have. A call is R, reset; S, the state set to `given`; a digit, a step with that action; A, a step with the real number in `actions`. */
const common = {
  id: v.string(),
  ops: v.pipe(v.string(), v.regex(/^[RSA0-9]+$/, 'must be a text of R, S, A and digits'), v.maxLength(mostCalls, `must have at most ${mostCalls} calls`)),
  reward: v.array(finite),
  draws: v.array(v.array(draw)),
  given: v.optional(v.unknown()),
};

const minAtarTrajectory = v.object({
  ...common,
  stickyProb: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  ramping: v.boolean(),
  done: flags,
  /** Indices of bits that are set (R, S) or have changed (steps). */
  obs: v.array(v.array(wholeFrom(0))),
  obsSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimals')),
  /** The whole hidden state after some calls. */
  states: v.record(v.string(), v.record(v.string(), v.unknown())),
});
export type MinAtarTrajectory = v.InferOutput<typeof minAtarTrajectory>;

const gymnasiumTrajectory = v.object({
  ...common,
  envId: v.string(),
  config: v.record(v.string(), v.unknown()),
  terminated: flags,
  truncated: flags,
  /** After each call: the variables, or the number of the state. */
  state: v.union([v.array(wholeFrom(0)), v.array(v.array(finite))], 'must be a list of numbers, or of lists of numbers'),
  /** Single floats that were to be seen after some calls. */
  obs: v.optional(v.record(v.string(), v.array(finite)), {}),
  actions: v.optional(v.array(v.nullable(finite))),
  fickle: v.optional(flags),
});
export type GymnasiumTrajectory = v.InferOutput<typeof gymnasiumTrajectory>;

const fileSchema = v.union([
  v.object({ format: v.literal(format), env: v.pipe(v.string(), v.startsWith('minatar/')), obsShape: v.tuple([wholeFrom(1), wholeFrom(1), wholeFrom(1)]), trajectories: few(minAtarTrajectory) }),
  v.object({ format: v.literal(format), env: v.pipe(v.string(), v.startsWith('gym-')), trajectories: few(gymnasiumTrajectory) }),
]);
