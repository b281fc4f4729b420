import type { Arguments } from './command.ts';
import type { Option } from './option.ts';

export const contrastOption: Option = {
  type: 'string',
  value: 'COLUMN[=LEVEL]',
  help: 'with --group: a difference of groups of subjects as a parameter, e.g. genotype; LEVEL is what others are compared with (default: the first in order)',
};

/** The column, and the level that others are compared with. */
export function contrastAsked(
  args: Arguments,
): { readonly column: string; readonly reference: string | undefined } | undefined {
  const text = args.text('contrast');
  if (text === undefined) return undefined;
  const [column = '', ...level] = text.split('=');
  return { column, reference: level.length === 0 ? undefined : level.join('=') };
}
