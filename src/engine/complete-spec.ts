import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Design } from '../contracts/design.ts';
import {
  specVersion,
  controlDefaults,
  trialDefaults,
  type PartialSpec,
  type Spec,
  type ControlSpec,
  type TrialSpec,
} from '../contracts/spec.ts';
import { inControl } from '../contracts/time-constants.ts';
import { completeAgent, completeDoneParts, completePart } from './parts.ts';
import { controlChanges } from './control/control-manipulations.ts';
import {
  find,
  findControlArchitecture,
  findControlRule,
  findControlEnv,
  findTrialRule,
  isControlEnv,
  list,
  controlEnvs,
} from './registry.ts';
import { declaredDesign } from './world.ts';

/**
 * Fills in everything that a spec leaves out, and checks all of it.
 * @throws InputError for an unknown id, an unknown parameter, a value out of range, or parts that do not fit together
 */
export function completeSpec(given: PartialSpec): Spec {
  const id = idOf(given);
  if (isControlEnv(id)) return completeControlSpec(given);
  const paradigms = list('paradigms').map((one) => one.id);
  if (!paradigms.includes(id))
    throw new InputError(
      `unknown world '${id}'`,
      'world',
      didYouMean(
        id,
        [...paradigms, ...controlEnvs().map((one) => one.id)],
        '`phasic list paradigms` and `phasic list envs` name all',
      ),
    );
  return completeTrialSpec(given);
}

/**
 * The same where the world has to be a paradigm.
 * @throws InputError also for a stepped environment
 */
export function completeTrialSpec(given: PartialSpec): TrialSpec {
  const id = idOf(given);
  if (isControlEnv(id))
    throw new InputError(`'${id}' is a world of steps, not of trials`, 'world', 'use it with phasic train');
  for (const field of ['worlds', 'steps'] as const) {
    if (given[field] !== undefined)
      throw new InputError(
        `${field} = ${given[field]} is for stepped environments, and a paradigm says how long it lasts`,
        field,
        'leave it out',
      );
  }
  const world = completePart('paradigms', given.world);
  const declared = find('paradigms', world.id);
  const agent = completeAgent(given.agent ?? declared.agent);
  const shown = { world, ...ownDesign(given, world) };
  requireLearns(shown, agent.learningRule.id);
  const { seed = trialDefaults.seed, backend = trialDefaults.backend } = given;
  return { phasic: specVersion, ...shown, agent, ...completeDoneParts(given, declared.recording), seed, backend };
}

/**
 * The same where the world has to be a stepped environment.
 * @throws InputError also for a paradigm
 */
export function completeControlSpec(given: PartialSpec): ControlSpec {
  const env = findControlEnv(idOf(given));
  if (given.design !== undefined)
    throw new InputError(`'${env.id}' is a world of steps, and a design is one of trials`, 'design', 'leave it out');
  const world = completePart('envs', given.world);
  const agent = completeAgent(given.agent ?? env.agent);
  requireActs(world, agent);
  const { steps = controlDefaults.steps, seed = controlDefaults.seed, backend = controlDefaults.backend } = given;
  const spec: ControlSpec = {
    phasic: specVersion,
    world,
    agent,
    ...completeDoneParts(given, controlDefaults.recording, inControl),
    worlds: given.worlds ?? findControlRule(agent.learningRule.id).worlds ?? controlDefaults.worlds,
    steps,
    seed,
    backend,
  };
  // For what it refuses.
  controlChanges(spec);
  return spec;
}

const idOf = ({ world }: PartialSpec): string => (typeof world === 'string' ? world : world.id);

/** The paradigm whose design a spec may bring along. */
const ownParadigm = 'own-design';

type TrialWorld = Pick<TrialSpec, 'world' | 'design'>;

function ownDesign({ design }: PartialSpec, paradigm: AgentPart): Pick<TrialSpec, 'design'> {
  if (design === undefined) return {};
  if (paradigm.id !== ownParadigm)
    throw new InputError(
      `paradigm '${paradigm.id}' has a design already`,
      'design',
      `leave it out, or use the paradigm '${ownParadigm}'`,
    );
  return { design };
}

/** Whether a learning rule can live in a paradigm's world: one that acts where there are choices, any other where there are none. */
export function fitsWorld(spec: TrialWorld, learningRule: string): boolean {
  const hasChoices = declaredDesign(spec).states !== undefined;
  const { timescale } = find('learning-rules', learningRule);
  if (timescale === 'control') return false;
  return hasChoices === (timescale === 'choice') && (timescale === 'trial' || !hasFactors(declaredDesign(spec)));
}

const hasFactors = ({ trialTypes }: Design): boolean =>
  Object.values(trialTypes).some(({ rewards }) =>
    rewards.some(({ learningRateFactor }) => learningRateFactor !== undefined),
  );

function requireLearns(spec: TrialWorld, learningRule: string): void {
  if (fitsWorld(spec, learningRule)) return;
  const { timescale } = findTrialRule(learningRule);
  const { world } = spec;
  if (hasFactors(declaredDesign(spec))) {
    throw new InputError(
      `the design gives rewards learning rates of their own (beta), which learning rule '${learningRule}' cannot take`,
      'agent',
      'choose an agent that learns once a trial, such as rescorla-wagner, or leave them out',
    );
  }
  const acts = timescale === 'choice';
  throw new InputError(
    acts
      ? `learning rule '${learningRule}' makes choices, and paradigm '${world.id}' has none`
      : `paradigm '${world.id}' asks for choices, and learning rule '${learningRule}' makes none`,
    'agent',
    acts ? 'choose an agent that predicts' : 'choose an agent that acts, such as q-learning',
  );
}

/** @throws InputError where the agent cannot see or act in the world */
function requireActs(world: AgentPart, agent: ControlSpec['agent']): void {
  const rule = findControlRule(agent.learningRule.id);
  const { observation, actions } = findControlEnv(world.id).create(world.parameters as never);
  const encoder = findControlArchitecture(agent.architecture.id).create(
    agent.architecture.parameters as never,
    observation,
  );
  if (!rule.encoders.includes(encoder.kind)) {
    throw new InputError(
      `learning rule '${rule.id}' cannot learn with architecture '${agent.architecture.id}'`,
      'agent',
      'choose an agent that has both, with --agent',
    );
  }
  if (actions.kind === 'continuous' && rule.continuous !== true) {
    throw new InputError(
      `learning rule '${rule.id}' chooses among actions, and '${world.id}' asks for a real number`,
      'agent',
      'choose an agent that can give one, such as ppo',
    );
  }
}
