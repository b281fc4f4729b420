import { didYouMean, InputError } from '../core/errors.ts';

/**
 * @param what what it is, with its article: `there is no signal`
 * @throws InputError if there is none of this id
 */
export function byId<T extends { readonly id: string }>(all: readonly T[], id: string, what: string, where: string): T {
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new InputError(
    `${what} '${id}'`,
    where,
    didYouMean(
      id,
      all.map((one) => one.id),
    ),
  );
}
