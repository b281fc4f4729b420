import { InputError } from '../core/errors.ts';
import type { ParameterValue } from '../contracts/parameters.ts';
import type { Variation } from '../spec/sweep.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { lookup } from '../engine/registry.ts';
import { locateParameter } from '../spec/locate.ts';
import { nameAndValue, valueOf } from './setting.ts';

const range = /^(.+?)\.\.(.+?)(?::(\w+))?$/;

/**
 * `learningRate=0.001..0.5:log`, `discount=0.9..0.99` or `traceDecay=0,0.5,0.9`.
 * @throws InputError for a parameter that the experiment does not have, and for a value that is neither a range nor a
 * list
 */
export function variationFrom(spec: TrialSpec, text: string): Variation {
  const [path, given] = nameAndValue(text, '--vary', '--vary ');
  const { declared } = locateParameter(lookup, spec, path);
  const found = range.exec(given);
  if (found !== null) return rangeFrom(path, found);
  return { path, values: given.split(',').map((value) => valueOf(declared, value.trim()) as ParameterValue) };
}

function rangeFrom(path: string, [whole, from, to, scale = 'linear']: readonly string[]): Variation {
  const [min, max] = [Number(from), Number(to)];
  const refuse = (what: string, remedy: string): InputError =>
    new InputError(`'${whole}' ${what}`, `--vary ${path}`, remedy);
  if (Number.isNaN(min) || Number.isNaN(max))
    throw refuse('is not a range of numbers', `write --vary ${path}=0.01..0.5`);
  if (scale !== 'linear' && scale !== 'log')
    throw refuse(`has no scale '${scale}'`, `write ${from}..${to} or ${from}..${to}:log`);
  if (!(min < max)) throw refuse('is empty', 'the first number must be smaller than the second');
  if (scale === 'log' && min <= 0) throw refuse('has no logarithm', 'begin a range on a log scale above 0');
  return { path, min, max, scale };
}
