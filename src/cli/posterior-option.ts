import { InputError } from '../core/errors.ts';
import { posteriorKinds, type PosteriorKind } from '../fitting/posterior/posterior.ts';
import type { Arguments } from './command.ts';
import type { Option } from './option.ts';

export const posteriorOption: Option = {
  type: 'string',
  value: posteriorKinds.join(' | '),
  help: 'how estimates and intervals are computed: normal approximation (default), profile of each parameter, grid of up to three, or chains with exact gradients (models of single trials)',
};

/** Undefined for Laplace's approximation, which is part of every fit. @throws InputError for another name */
export function posteriorAsked(args: Arguments): PosteriorKind | undefined {
  const text = args.text('posterior') ?? 'laplace';
  const kind = posteriorKinds.find((one) => one === text);
  if (kind === undefined)
    throw new InputError(`'${text}' is not allowed`, '--posterior', `give one of ${posteriorKinds.join(', ')}`);
  return kind === 'laplace' ? undefined : kind;
}
