import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import type { Searched } from './searched.ts';
import type { TimeLaw } from './time-law.ts';

interface Described {
  /** One line for the form, `--help` and the catalogue. */
  readonly help: string;
  /** The field's letter, e.g. α. */
  readonly symbol?: string;
  /**
   * Where it applies, if not everywhere: experiments with trials, or stepped environments. Forms leave it out
   * elsewhere.
   */
  readonly only?: 'trials' | 'steps';
}

export interface NumberParameter extends Described {
  readonly kind: 'real' | 'integer';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Only integer multiples of it are allowed. */
  readonly multipleOf?: number;
  readonly unit?: string;
  /** For a time constant, which is given per second: how it scales to other durations. */
  readonly perSecond?: TimeLaw | undefined;
  /** The range that a search for a setting covers, or why there is none; if absent, uniform over all allowed values. */
  readonly searched?: Searched;
  /** Its default in stepped environments, where it is per step; absent if it has no separate default there. */
  readonly defaultPerStep?: number;
}

export interface ChoiceParameter<Option extends string = string> extends Described {
  readonly kind: 'choice';
  readonly default: Option;
  readonly options: readonly Option[];
}

export interface FlagParameter extends Described {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** A name from the current design, such as a cue or a phase; empty means all or none, as the help says. */
export interface TextParameter extends Described {
  readonly kind: 'text';
  readonly default: string;
  /** Names that are valid in every design; a form offers them, or those of the current environment. */
  readonly suggestions?: readonly string[];
}

export type Parameter = NumberParameter | ChoiceParameter | FlagParameter | TextParameter;
export type Parameters = Readonly<Record<string, Parameter>>;
export type ParameterValue = number | string | boolean;

/** The values that a parameter may have; of a union of parameters, those of any of them. */
type ValueOf<P extends Parameter> =
  P extends ChoiceParameter<infer Option>
    ? Option
    : P extends FlagParameter
      ? boolean
      : P extends TextParameter
        ? string
        : number;
/** The values of a set of declared parameters; where nothing is known of the set, AnyValues. */
export type Values<P extends Parameters> = { readonly [K in keyof P]: ValueOf<P[K]> };
export type AnyValues = Readonly<Record<string, ParameterValue>>;

type Declared<T extends { kind: string }> = Omit<T, 'kind'>;

export const real = (p: Declared<NumberParameter>): NumberParameter => ({ kind: 'real', ...p });
export const integer = (p: Declared<NumberParameter>): NumberParameter => ({ kind: 'integer', ...p });
/** A time constant. The code that uses it gets it per step (contracts/time-constants.ts). */
export const timeConstant = (
  p: Omit<Declared<NumberParameter>, 'unit' | 'perSecond'> & { readonly perSecond: TimeLaw },
): NumberParameter => ({ kind: 'real', unit: 'per second', ...p });
export const flag = (p: Declared<FlagParameter>): FlagParameter => ({ kind: 'flag', ...p });
export const text = (p: Declared<TextParameter>): TextParameter => ({ kind: 'text', ...p });
export const choice = <const Option extends string>(p: {
  options: readonly Option[];
  default: NoInfer<Option>;
  help: string;
  symbol?: string;
}): ChoiceParameter<Option> => ({ kind: 'choice', ...p });

const longestText = 80;
// Hashes are computed on one byte per character.
const plainText = /^[ -~]*$/;

/** The valibot schema of one parameter, with messages that say what is allowed. */
export function parameterSchema(parameter: Parameter): v.GenericSchema<ParameterValue> {
  if (parameter.kind === 'flag') return v.boolean('must be true or false');
  if (parameter.kind === 'text')
    return v.pipe(
      v.string('must be a text'),
      v.maxLength(longestText, `must have at most ${longestText} characters`),
      v.regex(plainText, 'must be plain printable characters'),
    );
  if (parameter.kind === 'choice')
    return v.picklist(parameter.options, `must be one of: ${parameter.options.join(', ')}`);
  const { min, max, kind, multipleOf } = parameter;
  const range = `must be ${kind === 'integer' ? 'a whole number' : 'a number'} from ${min} to ${max}${multipleOf === undefined ? '' : `, a multiple of ${multipleOf}`}`;
  const number = v.pipe(v.number(range), v.finite(range), v.minValue(min, range), v.maxValue(max, range));
  if (multipleOf !== undefined)
    return v.pipe(
      number,
      v.check((value) => Math.abs(value / multipleOf - Math.round(value / multipleOf)) < 1e-9, range),
    );
  return kind === 'integer' ? v.pipe(number, v.integer(range)) : number;
}

/** The allowed values of a parameter, in words. @param flagWords those of a flag, which a form shows as a switch */
export function allowedValues(parameter: Parameter, flagWords = 'true, false'): string {
  if (parameter.kind === 'flag') return flagWords;
  if (parameter.kind === 'choice') return parameter.options.join(', ');
  if (parameter.kind === 'text') return 'text, may be empty';
  return `${parameter.min} to ${parameter.max}${parameter.unit === undefined ? '' : ` ${parameter.unit}`}`;
}

/**
 * Fills in defaults and checks every given value.
 * @param where the owner of the values, for the message (`paradigm schultz-1997`)
 * @throws InputError naming the parameter, the value and what is allowed
 */
export function parseParameters<P extends Parameters>(
  declared: P,
  given: Readonly<Record<string, unknown>>,
  where: string,
): Values<P> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined) {
    throw new InputError(`unknown parameter '${unknown}'`, where, didYouMean(unknown, Object.keys(declared)));
  }
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(declared)) {
    if (!Object.hasOwn(given, name)) {
      values[name] = parameter.default;
      continue;
    }
    const parsed = v.safeParse(parameterSchema(parameter), given[name]);
    if (!parsed.success) {
      const remedy = `${parsed.issues[0].message} (default ${parameter.default})`;
      throw new InputError(`${name} = ${shown(given[name])} is not allowed`, where, remedy);
    }
    values[name] = parsed.output;
  }
  return values as Values<P>;
}

/** JSON cannot represent values beyond the largest number, such as 1e999. */
const shown = (value: unknown): string =>
  value === Infinity || value === -Infinity ? 'a number that is too large' : JSON.stringify(value);

/** Parses a parameter's value from text, as given on a command line or typed into a field. */
export function parameterFromText(parameter: Parameter, given: string): unknown {
  if (parameter.kind === 'choice' || parameter.kind === 'text') return given;
  if (parameter.kind === 'flag') return given === 'true' ? true : given === 'false' ? false : given;
  return given.trim() === '' || Number.isNaN(Number(given)) ? given : Number(given);
}
