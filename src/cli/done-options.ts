import type { PartialPart, PartialSpec } from '../spec/spec.ts';
import { find } from '../engine/registry.ts';
import type { Arguments, Option } from './command.ts';
import { nameAndValue, valueOf } from './setting.ts';

/** Options for manipulations and the recording, in experiments and in environments. */
export const doneOptions: Readonly<Record<string, Option>> = {
  manipulate: {
    type: 'string',
    multiple: true,
    value: 'ID[:NAME=VALUE,...]',
    help: 'a manipulation of the animal; may be repeated',
  },
  recording: { type: 'string', value: 'ID', help: 'how the RPE is recorded' },
};

/** The values of the options; empty if they are not given. */
export function doneFrom(args: Arguments): Pick<PartialSpec, 'manipulations' | 'recording'> {
  const manipulations = args.texts('manipulate').map(manipulationFrom);
  const recording = args.text('recording');
  return {
    ...(manipulations.length === 0 ? {} : { manipulations }),
    ...(recording === undefined ? {} : { recording }),
  };
}

/** `rpe-window:amount=1,event=reward`. */
function manipulationFrom(text: string): PartialPart {
  const [id = '', ...rest] = text.split(':');
  const { parameters: declared } = find('manipulations', id);
  const settings = rest
    .join(':')
    .split(',')
    .filter((setting) => setting !== '');
  const parameters = settings.map((setting): [string, unknown] => {
    const [name, value] = nameAndValue(setting, '--manipulate', `--manipulate ${id}:`);
    return [name, valueOf(declared[name], value)];
  });
  return { id, parameters: Object.fromEntries(parameters) };
}
