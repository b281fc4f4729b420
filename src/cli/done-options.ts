import type { Declaration } from '../contracts/declaration.ts';
import type { Kind } from '../spec/kinds.ts';
import { kindAt, listNames, parts, type ListName } from '../spec/parts.ts';
import { defaultedNames, type DefaultedName, type PartialPart, type PartialSpec } from '../spec/spec.ts';
import { find } from '../engine/registry.ts';
import type { Arguments } from './command.ts';
import type { Option } from './option.ts';
import { nameAndValue, valueOf } from './setting.ts';

const optionOf = (name: ListName | DefaultedName): string => parts[name].option?.name ?? name;
const helpOf = (name: ListName | DefaultedName): string => parts[name].option?.help ?? parts[name].title;

/** Options for what stands beside agent and world, in experiments and in environments: manipulations and the recording. */
export const doneOptions: Readonly<Record<string, Option>> = Object.fromEntries([
  ...listNames.map((name): [string, Option] => [
    optionOf(name),
    {
      type: 'string',
      multiple: true,
      value: 'ID[:NAME=VALUE,...]',
      ids: kindAt(name, false),
      help: `${helpOf(name)}; may be repeated`,
    },
  ]),
  ...defaultedNames.map((name): [string, Option] => [
    optionOf(name),
    { type: 'string', value: 'ID', ids: kindAt(name, false), help: helpOf(name) },
  ]),
]);

/** The values of the options; empty if they are not given. */
export function doneFrom(args: Arguments): Pick<PartialSpec, ListName | DefaultedName> {
  const lists = listNames.flatMap((name) => {
    const list = args.texts(optionOf(name)).map((text) => partFrom(text, kindAt(name, false), optionOf(name)));
    return list.length === 0 ? [] : [[name, list] as const];
  });
  const single = defaultedNames.flatMap((name) => {
    const id = args.text(optionOf(name));
    return id === undefined ? [] : [[name, id] as const];
  });
  return Object.fromEntries<PartialPart | readonly PartialPart[]>([...lists, ...single]);
}

/** `rpe-window:amount=1,event=reward`. */
function partFrom(text: string, kind: Kind, option: string): PartialPart {
  const [id = '', ...rest] = text.split(':');
  const { parameters: declared }: Declaration = find(kind, id);
  const settings = rest
    .join(':')
    .split(',')
    .filter((setting) => setting !== '');
  const parameters = settings.map((setting): [string, unknown] => {
    const [name, value] = nameAndValue(setting, `--${option}`, `--${option} ${id}:`);
    return [name, valueOf(declared[name], value)];
  });
  return { id, parameters: Object.fromEntries(parameters) };
}
