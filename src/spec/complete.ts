import { didYouMean, InputError } from '../core/errors.ts';
import { completeAgent, completeBeside, completePart, idOf } from './complete-parts.ts';
import { find, type Declared, type Lookup } from './lookup.ts';
import {
  controlDefaults,
  specVersion,
  trialDefaults,
  type ControlSpec,
  type PartialSpec,
  type Spec,
  type TrialSpec,
} from './spec.ts';

const isStepped = (lookup: Lookup, world: string): boolean => lookup.get('envs', world)?.kind === 'control';

/**
 * Fills in everything that a spec leaves out.
 * @throws InputError for an unknown id, an unknown parameter, a value out of range, or what belongs to the other sort of world
 */
export function completeSpec(lookup: Lookup, given: PartialSpec): Spec {
  const id = idOf(given.world);
  if (isStepped(lookup, id)) return completeControlSpec(lookup, given);
  if (lookup.get('paradigms', id) === undefined) {
    const worlds = [...lookup.ids('paradigms'), ...steppedEnvs(lookup)];
    throw new InputError(
      `unknown world '${id}'`,
      'world',
      didYouMean(id, worlds, '`phasic list paradigms` and `phasic list envs` name all'),
    );
  }
  return completeTrialSpec(lookup, given);
}

/** Ids of the stepped environments. */
const steppedEnvs = (lookup: Lookup): readonly string[] => lookup.ids('envs').filter((id) => isStepped(lookup, id));

/**
 * The same where the world has to be a paradigm.
 * @throws InputError also for a stepped environment
 */
export function completeTrialSpec(lookup: Lookup, given: PartialSpec): TrialSpec {
  const id = idOf(given.world);
  if (isStepped(lookup, id))
    throw new InputError(`'${id}' is an environment, not a paradigm`, 'world', 'use it with phasic train');
  for (const field of ['worlds', 'steps'] as const) {
    if (given[field] !== undefined)
      throw new InputError(
        `${field} = ${given[field]} is for stepped environments, and a paradigm says how long it lasts`,
        field,
        'leave it out',
      );
  }
  const world = completePart(lookup, 'paradigms', given.world);
  const paradigm = find(lookup, 'paradigms', id);
  const { seed = trialDefaults.seed, backend = trialDefaults.backend } = given;
  return {
    phasic: specVersion,
    world,
    ...ownDesign(given, world.id),
    agent: completeAgent(lookup, given.agent ?? paradigm.agent, id),
    ...completeBeside(lookup, given, paradigm, false),
    seed,
    backend,
  };
}

/**
 * The same where the world has to be a stepped environment.
 * @throws InputError also for a paradigm
 */
export function completeControlSpec(lookup: Lookup, given: PartialSpec): ControlSpec {
  const env = findSteppedEnv(lookup, idOf(given.world));
  for (const field of ['design', 'recordedFrom'] as const)
    if (given[field] !== undefined)
      throw new InputError(
        `'${env.id}' is a stepped environment, but a ${field === 'design' ? 'design' : 'recorded session'} is an experiment of trials`,
        field,
        'leave it out',
      );
  const world = completePart(lookup, 'envs', given.world, { inSteps: true });
  const agent = completeAgent(lookup, given.agent ?? env.agent);
  const rule = find(lookup, 'learning-rules', agent.learningRule.id);
  const usualWorlds = rule.timescale === 'control' ? rule.worlds : undefined;
  const { steps = controlDefaults.steps, seed = controlDefaults.seed, backend = controlDefaults.backend } = given;
  return {
    phasic: specVersion,
    world,
    agent,
    ...completeBeside(lookup, given, controlDefaults, true),
    worlds: given.worlds ?? usualWorlds ?? controlDefaults.worlds,
    steps,
    seed,
    backend,
  };
}

/** The paradigm whose design a spec may bring along. */
const ownParadigm = 'own-design';

function ownDesign(
  { design, recordedFrom }: PartialSpec,
  paradigm: string,
): Pick<TrialSpec, 'design' | 'recordedFrom'> {
  if (design === undefined && recordedFrom !== undefined)
    throw new InputError(
      'it says where a session was recorded, but the session is not there',
      'recordedFrom',
      'add "design", or leave it out',
    );
  if (design === undefined) return {};
  if (paradigm !== ownParadigm)
    throw new InputError(
      `paradigm '${paradigm}' has a design already`,
      'design',
      `leave it out, or use the paradigm '${ownParadigm}'`,
    );
  return recordedFrom === undefined ? { design } : { design, recordedFrom };
}

type SteppedEnv = Extract<Declared<'envs'>, { readonly kind: 'control' }>;

/** @throws InputError for an id that is unknown, or of a world of trials */
export function findSteppedEnv(lookup: Lookup, id: string): SteppedEnv {
  if (lookup.get('paradigms', id) !== undefined)
    throw new InputError(`'${id}' is a paradigm, not an environment`, 'envs', 'use it with phasic run');
  const env = lookup.get('envs', id);
  if (env === undefined) throw new InputError(`unknown world '${id}'`, 'envs', didYouMean(id, steppedEnvs(lookup)));
  if (env.kind === 'control') return env;
  throw new InputError(
    `'${id}' is for experiments of trials, not a stepped environment`,
    'envs',
    'use a paradigm with phasic run',
  );
}
