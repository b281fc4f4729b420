import * as v from 'valibot';
import { InputError } from '../../src/core/errors.ts';
import { power } from '../../src/core/power.ts';
import type { Saved } from '../../src/contracts/saved.ts';

/** An integer in a range. */
export function whole(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(min, range), v.maxValue(max, range));
}

/** N integers in a range. */
export const wholes = (length: number, min: number, max: number) =>
  v.pipe(
    v.instance(Int32Array),
    v.check(
      (array) => array.length === length && array.every((number) => number >= min && number <= max),
      `must be ${length} whole numbers from ${min} to ${max}`,
    ),
  );

/** N finite numbers. */
export const reals = (length: number) =>
  v.pipe(
    v.instance(Float64Array),
    v.check((array) => array.length === length && array.every(Number.isFinite), `must be ${length} finite numbers`),
  );

/** What happened, one bit for each of an environment's events. */
export const bitsOf = (events: readonly unknown[]) => whole(0, power(2, events.length) - 1);

/**
 * Reads the hidden state of an environment; further fields of the object are ignored.
 * @param env whose state it is, for the message
 * @throws InputError naming the invalid field
 */
export function readState<const S extends v.GenericSchema>(schema: S, saved: Saved, env: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, saved);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new InputError(
    `${v.getDotPath(issue) ?? 'this'} = ${issue.received} is not a valid state`,
    `env ${env}`,
    issue.message,
  );
}
