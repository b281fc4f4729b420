import { InputError } from '../core/errors.ts';
import { parameterFromText, type Parameter } from '../contracts/parameters.ts';

/**
 * `discount=.9` in two.
 * @param prefix what stands before the setting on a command line
 * @throws InputError where there is no value
 */
export function nameAndValue(setting: string, option: string, prefix: string): readonly [string, string] {
  const at = setting.indexOf('=');
  if (at < 0) throw new InputError(`'${setting}' has no value`, option, `write ${prefix}${setting}=VALUE`);
  return [setting.slice(0, at), setting.slice(at + 1)];
}

/** The value that a text stands for; the text itself where nothing is declared, so that what checks it can tell. */
export const valueOf = (parameter: Parameter | undefined, text: string): unknown =>
  parameter === undefined ? text : parameterFromText(parameter, text);
