import * as v from 'valibot';
import { InputError } from '../../src/core/errors.ts';
import type { Saved } from '../../src/contracts/saved.ts';
import { side } from './board.ts';

/** A whole number in a range. */
export function whole(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(min, range), v.maxValue(max, range));
}

/** A row or a column of the board. */
export const place = whole(0, side - 1);
/** A counter that some rules let run below 0. */
export const counter = whole(-1e9, 1e9);
/** Steps between two of a kind. */
export const period = whole(1, 1e9);
/** Cells as [y, x]. */
export const cells = v.pipe(v.array(v.tuple([place, place])), v.maxLength(side * side));

/**
 * Reads the hidden state of a game; what else the object holds is left aside.
 * @param env whose state it is, for the message
 * @throws InputError naming the field that cannot be
 */
export function readState<const S extends v.GenericSchema>(schema: S, saved: Saved, env: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, saved);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new InputError(`${v.getDotPath(issue) ?? 'this'} = ${issue.received} is no state of it`, `env ${env}`, issue.message);
}
