import { InputError } from '../../core/errors.ts';

/**
 * Copies the number of active features in each environment.
 * @param most maximum number from an architecture
 * @throws InputError if one environment has more, because all are visited at every step
 */
export function restoreActive(active: Int32Array, saved: Int32Array, most: number): void {
  if (saved.some((count) => count < 0 || count > most))
    throw new InputError(
      `active features must be from 0 to ${most}`,
      'active',
      'restore what was saved, or train again',
    );
  active.set(saved);
}
