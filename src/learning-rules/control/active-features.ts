import { InputError } from '../../core/errors.ts';

/**
 * Takes over how many features are 1 in each world.
 * @param most of them that an architecture gives
 * @throws InputError where there are more in one, for they are gone through at every step
 */
export function restoreActive(active: Int32Array, saved: Int32Array, most: number): void {
  if (saved.some((count) => count < 0 || count > most))
    throw new InputError(
      `features that are 1 number from 0 to ${most}`,
      'active',
      'restore what was saved, or train again',
    );
  active.set(saved);
}
