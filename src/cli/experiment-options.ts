import { InputError } from '../core/errors.ts';
import { parameterFromText, type Parameter } from '../contracts/parameters.ts';
import type { PartialAgent, PartialPart, PartialSpec, Spec } from '../contracts/spec.ts';
import { completeSpec, locateParameter, partKinds, partOf, setParameter } from '../engine/experiment.ts';
import { find } from '../engine/registry.ts';
import { isExperimentFile, readExperimentFile } from '../host/experiment-file.ts';
import { wholeNumber, type Arguments, type Option } from './command.ts';

/** Options by which a command is told what experiment to run. */
export const experimentOptions: Readonly<Record<string, Option>> = {
  agent: { type: 'string', value: 'ID', help: 'a named triple of architecture, objective and learning rule' },
  architecture: { type: 'string', value: 'ID', help: 'another architecture than the agent has' },
  objective: { type: 'string', value: 'ID', help: 'another objective' },
  'learning-rule': { type: 'string', value: 'ID', help: 'another learning rule' },
  policy: { type: 'string', value: 'ID', help: 'another policy, where the agent acts' },
  manipulate: { type: 'string', multiple: true, value: 'ID[:NAME=VALUE,...]', help: 'what is done to the animal; may be given again' },
  recording: { type: 'string', value: 'ID', help: 'how RPE is turned into what is recorded' },
  set: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a parameter of any part; may be given again' },
  seed: { type: 'string', value: 'N', help: 'seed of every random stream (default 1)' },
};

/**
 * The experiment that the options name, complete.
 * @param command its name, for messages
 * @throws InputError for anything that does not exist or is not allowed
 */
export async function specFrom(args: Arguments, command: string): Promise<Spec> {
  const [what, ...more] = args.positionals;
  if (what === undefined) throw new InputError('what to run is missing', `phasic ${command}`, `name a paradigm, or a file with a spec or a design, e.g. phasic ${command} schultz-1997`);
  if (more.length > 0) throw new InputError(`'${more[0]}' is one too many`, `phasic ${command}`, 'one paradigm or file at a time');
  const given: PartialSpec = isExperimentFile(what) ? await readExperimentFile(what) : { paradigm: what };
  const seed = args.text('seed');
  const manipulations = args.texts('manipulate').map(manipulationFrom);
  const base = completeSpec({
    ...given,
    ...chosenAgent(args, given),
    ...(manipulations.length === 0 ? {} : { manipulations }),
    ...(args.text('recording') === undefined ? {} : { recording: args.text('recording') }),
    ...(seed === undefined ? {} : { seed: wholeNumber(seed, '--seed', 0, 0xffffffff) }),
  });
  return args.texts('set').reduce(applySetting, base);
}

function chosenAgent(args: Arguments, given: PartialSpec): { agent?: PartialAgent } {
  const parts = definedOnly({
    architecture: args.text('architecture'),
    objective: args.text('objective'),
    learningRule: args.text('learning-rule'),
    policy: args.text('policy'),
  });
  const named = args.text('agent');
  if (Object.keys(parts).length === 0) return named === undefined ? {} : { agent: named };
  const base = named ?? given.agent ?? completeSpec(given).agent;
  return { agent: { ...(typeof base === 'string' ? { id: base } : base), ...parts } };
}

function definedOnly(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function applySetting(spec: Spec, setting: string): Spec {
  const [path, value] = nameAndValue(setting, '--set', '--set ');
  const { part, name } = locateParameter(spec, path);
  return setParameter(spec, path, valueOf(find(partKinds[part], partOf(spec, part)?.id ?? '').parameters[name], value));
}

/** `rpe-window:amount=1,event=reward`. */
function manipulationFrom(text: string): PartialPart {
  const [id = '', ...rest] = text.split(':');
  const { parameters: declared } = find('manipulations', id);
  const settings = rest.join(':').split(',').filter((setting) => setting !== '');
  const parameters = settings.map((setting): [string, unknown] => {
    const [name, value] = nameAndValue(setting, '--manipulate', `--manipulate ${id}:`);
    return [name, valueOf(declared[name], value)];
  });
  return { id, parameters: Object.fromEntries(parameters) };
}

/** @param prefix what stands before the setting on a command line */
function nameAndValue(setting: string, option: string, prefix: string): readonly [string, string] {
  const at = setting.indexOf('=');
  if (at < 0) throw new InputError(`'${setting}' has no value`, option, `write ${prefix}${setting}=VALUE`);
  return [setting.slice(0, at), setting.slice(at + 1)];
}

const valueOf = (parameter: Parameter | undefined, text: string): unknown => (parameter === undefined ? text : parameterFromText(parameter, text));
