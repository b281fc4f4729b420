import { InputError } from '../../src/core/errors.ts';
import type { Saved } from '../../src/contracts/saved.ts';

/**
 * @param env whose state it is, for the message
 * @throws InputError unless it is the given number of finite numbers, and at most `marks` more
 */
export function savedNumbers(saved: Saved, count: number, env: string, marks = 0): readonly number[] {
  const numbers: readonly unknown[] =
    Array.isArray(saved) || ArrayBuffer.isView(saved) ? Array.from(saved as ArrayLike<unknown>) : [];
  if (numbers.length < count || numbers.length > count + marks || !numbers.every(Number.isFinite)) {
    throw new InputError(`${JSON.stringify(saved)} is not a valid state`, `env ${env}`, `give ${count} numbers`);
  }
  return numbers as readonly number[];
}

/** @throws InputError unless it is an integer from 0 to count - 1 */
export function savedCell(saved: unknown, count: number, env: string): number {
  if (Number.isInteger(saved) && (saved as number) >= 0 && (saved as number) < count) return saved as number;
  throw new InputError(
    `${JSON.stringify(saved)} is not a valid state`,
    `env ${env}`,
    `give a whole number from 0 to ${count - 1}`,
  );
}
