import { didYouMean, InputError } from '../core/errors.ts';
import type { PartialSpec, Spec, TrialSpec } from '../spec/spec.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { ids, isControlEnv, load, lookup } from '../engine/registry.ts';
import { textsIn, withParts } from '../engine/with-parts.ts';
import { setParameter } from '../engine/set-parameter.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { locateParameter } from '../spec/locate.ts';
import { isExperimentFile } from '../session/experiment-name.ts';
import { agentFrom, agentOptions } from './agent-options.ts';
import { wholeNumber, type Arguments } from './command.ts';
import type { Option } from './option.ts';
import { doneFrom, doneOptions } from './done-options.ts';
import { note } from './output.ts';
import { runFolder } from './run-folder.ts';
import { nameAndValue, valueOf } from './setting.ts';
import { sharedOptions } from './shared-options.ts';

/** Command options that select the experiment. */
export const experimentOptions: Readonly<Record<string, Option>> = {
  ...agentOptions,
  ...doneOptions,
  ...sharedOptions('set', 'seed'),
};

/**
 * The experiment that the options name, complete.
 * @param command its name, for messages
 * @throws InputError for anything that does not exist or is not allowed
 */
export const specFrom = async (args: Arguments, command: string): Promise<TrialSpec> =>
  (await specsFrom(args, command, [undefined]))[0] as TrialSpec;

/**
 * The same once for each of several agents in place of its own, with the settings of the options in each.
 * @param agents undefined: its own, or that of the options
 */
export async function specsFrom(
  args: Arguments,
  command: string,
  agents: readonly (string | undefined)[],
): Promise<readonly TrialSpec[]> {
  const [what] = args.positionals;
  if (what === undefined)
    throw new InputError(
      'missing argument PARADIGM',
      `phasic ${command}`,
      `name a paradigm, or a file with a spec or a design, e.g. phasic ${command} schultz-1997`,
    );
  await load([what]);
  const given = await givenSpec(inRunsFolder(what, args), knownParadigm);
  return withParts([...textsIn(given), ...partsNamed(args), ...agents.flatMap((agent) => agent ?? [])], () =>
    agents.map((agent) => specWith(agent === undefined ? given : { ...given, agent }, args)),
  );
}

/** The parts that options name, with or without settings (`ID:NAME=VALUE`). */
const partsNamed = (args: Arguments): readonly string[] =>
  Object.keys({ ...agentOptions, ...doneOptions }).flatMap((name) => args.texts(name).map(withoutSettings));

const withoutSettings = (part: string): string => part.replace(/:.*$/s, '');

/** A saved run may be given by its name in the runs folder. */
const inRunsFolder = (what: string, args: Arguments): string =>
  isExperimentFile(what) ? what : runFolder(what, args.text('runs') ?? defaultRunsFolder());

/** An experiment with what the options change in it, complete. */
export function specWith(given: PartialSpec, args: Arguments): TrialSpec {
  const seed = args.text('seed');
  const base = completeTrialSpec({
    ...given,
    ...agentFrom(args, () => given.agent ?? completeTrialSpec(given).agent),
    ...doneFrom(args),
    ...(seed === undefined ? {} : { seed: wholeNumber(seed, '--seed', 0, 0xffffffff) }),
  });
  return args.texts('set').reduce(applySetting, base);
}

/** @throws InputError for an argument that is neither a paradigm nor a file */
function knownParadigm(what: string): string {
  if (isControlEnv(what))
    throw new InputError(`'${what}' is an environment, not a paradigm`, 'paradigms', 'use it with phasic train');
  const known = ids('paradigms');
  if (known.includes(what)) return what;
  throw new InputError(
    `'${what}' is neither a paradigm nor a file`,
    'paradigms',
    didYouMean(
      what,
      known,
      `\`phasic list paradigms\` names all ${known.length}; a design or a spec is named by its file`,
    ),
  );
}

/**
 * The spec for an argument: a file's, or a world's default.
 * @param named checks a name
 */
export async function givenSpec(what: string, named: (what: string) => string): Promise<PartialSpec> {
  if (!isExperimentFile(what)) return { world: named(what) };
  // What reads all the kinds of files is as much as all the rest of a run.
  const { spec, notes } = await (await import('../session/experiment-file.ts')).readExperimentFile(what);
  for (const one of notes) note(`${what}: ${one}`);
  return spec;
}

/** `learningRate=0.2`, or `recording.gain=3` if several parts have it. */
export function applySetting<S extends Spec>(spec: S, setting: string): S {
  const [path, value] = nameAndValue(setting, '--set', '--set ');
  return setParameter(spec, path, valueOf(locateParameter(lookup, spec, path).declared, value));
}
