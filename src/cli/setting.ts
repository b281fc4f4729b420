import { InputError } from '../core/errors.ts';
import { parameterFromText, type Parameter } from '../contracts/parameters.ts';

/**
 * Splits `discount=.9`.
 * @param prefix the text before the setting on a command line
 * @throws InputError if there is no value
 */
export function nameAndValue(setting: string, option: string, prefix: string): readonly [string, string] {
  const at = setting.indexOf('=');
  if (at < 0) throw new InputError(`'${setting}' has no value`, option, `write ${prefix}${setting}=VALUE`);
  return [setting.slice(0, at), setting.slice(at + 1)];
}

/** Parses a text as a value; returns the text itself if nothing is declared, so that the later check can report it. */
export const valueOf = (parameter: Parameter | undefined, text: string): unknown =>
  parameter === undefined ? text : parameterFromText(parameter, text);
