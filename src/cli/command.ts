import { parseArgs } from 'node:util';
import { didYouMean, InputError } from '../core/errors.ts';
import type { Kind } from '../spec/kinds.ts';
import type { Option } from './option.ts';
import { textTable } from './output.ts';
import { commonOptions } from './shared-options.ts';
import { indented } from './text-width.ts';

export interface Arguments {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  on(name: string): boolean;
}

/** Headings of the overview, in order. */
export const commandGroups = {
  experiments: 'Experiments',
  games: 'Agents in environments',
  program: 'The program',
} as const;

/** A command: one file in commands/, with the command's name. */
export interface Command {
  readonly name: string;
  readonly group: keyof typeof commandGroups;
  /** A line for the overview of all commands, and for README's table. */
  readonly short: string;
  /** A long command, and what is kept when it is stopped. */
  readonly isLong?: true;
  /** After `phasic NAME`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines to copy, what each does after a `#`. */
  readonly examples: readonly [string, string, string];
  readonly options: Readonly<Record<string, Option>>;
  /** Number of positional arguments; 0 if absent. */
  readonly words?: number;
  /** Kinds whose ids may be given as positional arguments. */
  readonly ids?: readonly Kind[];
  /** Help beyond the options; receives the positional arguments, so that it can describe what they name. */
  details?(positionals: readonly string[]): string;
  /** Loads the parts that it needs itself; for other commands all are loaded first. */
  readonly loadsParts?: true;
  /** @returns the exit code */
  run(args: Arguments): Promise<number>;
}

/** An option that the command does not have; another one may. */
export class UnknownOptionError extends InputError {
  readonly option: string;

  constructor(command: Command, option: string, given: string) {
    const own = Object.keys(optionsOf(command)).map((name) => `--${name}`);
    super(`unknown option '${given}'`, `phasic ${command.name}`, didYouMean(given, own));
    this.option = option;
  }

  /** The same error, naming the commands that have the option, if there are any. */
  among(commands: readonly Command[]): InputError {
    const names = commands.filter((command) => this.option in command.options).map(({ name }) => name);
    if (names.length === 0) return this;
    const last = names.length > 1 ? ` and ${names.at(-1)}` : '';
    const others = (last === '' ? names : names.slice(0, -1)).join(', ');
    return new InputError(
      this.what,
      this.where,
      `it is an option of ${others}${last}; \`${this.where} --help\` lists those of this command`,
    );
  }
}

/** @throws InputError for an unknown option, one without its value, and too many arguments */
export function parseCommandLine(command: Command, argv: readonly string[]): Arguments {
  const declared: Readonly<Record<string, Option>> = optionsOf(command);
  const { tokens } = parseArgs({
    args: [...argv],
    options: declared,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = declared[token.name];
    const given = option === undefined ? token.rawName : `--${token.name}`;
    if (option === undefined) throw new UnknownOptionError(command, token.name, given);
    values.set(token.name, [...(values.get(token.name) ?? []), valueOf(command, option, given, token.value)]);
  }
  const positionals = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
  const { words = 0 } = command;
  if (positionals.length > words)
    throw new InputError(
      `unexpected argument '${positionals[words]}'`,
      `phasic ${command.name}`,
      `leave it out; phasic ${command.name} --help says more`,
    );
  return {
    positionals,
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    on: (name) => values.has(name),
  };
}

function valueOf(command: Command, option: Option, given: string, value: string | undefined): string {
  if (option.type === 'boolean') {
    if (value !== undefined)
      throw new InputError(`${given} takes no value`, `phasic ${command.name}`, `write ${given} alone`);
    return 'true';
  }
  if (value !== undefined && value !== '' && !value.startsWith('--')) return value;
  throw new InputError(`${given} needs a value`, `phasic ${command.name}`, `write ${given} ${option.value ?? 'VALUE'}`);
}

/** @throws InputError unless the text is an integer in the range */
export function wholeNumber(text: string, name: string, min: number, max: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new InputError(`'${text}' is not allowed`, name, `give a whole number from ${min} to ${max}`);
}

/** Its own options, and those that every command has. */
export const optionsOf = ({ options }: Command): Readonly<Record<string, Option>> => ({ ...options, ...commonOptions });

export function commandHelp(command: Command, positionals: readonly string[]): string {
  const rows = Object.entries(optionsOf(command)).map(([name, option]) => [
    `  ${option.short === undefined ? '    ' : `-${option.short}, `}--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`,
    option.help,
  ]);
  const details = command.details?.(positionals);
  return [
    `phasic ${command.name} ${command.usage}`.trimEnd(),
    '',
    indented(command.summary, 0),
    '',
    textTable(rows),
    '',
    'Examples:',
    ...command.examples.map((line) => `  ${line}`),
    ...(details ? ['', details] : []),
  ].join('\n');
}
