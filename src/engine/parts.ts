import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import { singular, type Kind, type Kinds } from '../contracts/kinds.ts';
import { parseParameters, type Parameters } from '../contracts/parameters.ts';
import type { AgentParts, PartialAgent, PartialPart, PartialSpec, Spec } from '../contracts/spec.ts';
import { inControl } from '../contracts/time-constants.ts';
import { find } from './registry.ts';

/**
 * Fills in an agent's parts and their values.
 * @throws InputError for an unknown id, a value out of range, or parts that do not fit together
 */
export function completeAgent(given: PartialAgent): AgentParts {
  const named = typeof given === 'string' ? { id: given } : given;
  const base = named.id === undefined ? undefined : find('agents', named.id);
  const architecture = completePart(
    'architectures',
    named.architecture ?? required(base?.architecture, 'architecture'),
    base?.architecture,
  );
  const givenObjective = named.objective ?? required(base?.objective, 'objective');
  const learningRule = completePart(
    'learning-rules',
    named.learningRule ?? required(base?.learningRule, 'learningRule'),
    base?.learningRule,
  );
  const needs = find('learning-rules', learningRule.id).timescale;
  const objective = completePart(
    'objectives',
    givenObjective,
    base?.objective,
    needs === 'control' ? inControl : undefined,
  );
  const gives = find('architectures', architecture.id).timescale;
  if (needs !== gives) {
    throw new InputError(
      `learning rule '${learningRule.id}' learns once a ${needs}, architecture '${architecture.id}' gives features once a ${gives}`,
      'agent',
      `choose an architecture and a learning rule of the same time scale`,
    );
  }
  const takes = takesPolicy(learningRule.id);
  const policy = takes ? completePart('policies', named.policy ?? base?.policy ?? 'softmax', base?.policy) : undefined;
  if (!takes && named.policy !== undefined) {
    throw new InputError(
      `learning rule '${learningRule.id}' ${needs === 'control' ? 'has a policy of its own' : 'makes no choices'}`,
      'agent.policy',
      'leave the policy out, or choose a learning rule that takes one',
    );
  }
  const parts = { architecture, objective, learningRule, ...(policy === undefined ? {} : { policy }) };
  // An agent with a part swapped is no longer the one that has the name.
  const isNamed = base !== undefined && partNames.every((name) => base[name]?.id === parts[name]?.id);
  return isNamed ? { id: base.id, ...parts } : parts;
}

function takesPolicy(learningRule: string): boolean {
  const rule = find('learning-rules', learningRule);
  return rule.timescale === 'choice' || (rule.timescale === 'control' && rule.takesPolicy === true);
}

/** The parts of an agent, with their kinds. */
const agentPartKinds = {
  architecture: 'architectures',
  objective: 'objectives',
  learningRule: 'learning-rules',
  policy: 'policies',
} as const;

const partNames = Object.keys(agentPartKinds) as (keyof typeof agentPartKinds)[];

function required(part: AgentPart | undefined, name: string): AgentPart {
  if (part === undefined)
    throw new InputError(`agent.${name} is missing`, 'spec', 'name an agent by its id, or give all three parts');
  return part;
}

/**
 * @param base gives the values that hold where the part is the same one and does not say otherwise
 * @param inWorld makes of the declared parameters what they are in the world at hand
 * @throws InputError for an unknown id or parameter, or a value out of range
 */
export function completePart<K extends Kind>(
  kind: K,
  given: PartialPart,
  base?: AgentPart,
  inWorld = (declared: Parameters): Parameters => declared,
): AgentPart {
  const { id, parameters = {} } = typeof given === 'string' ? { id: given } : given;
  const thing = find(kind, id) as Kinds[Kind];
  const inherited = base?.id === id ? base.parameters : {};
  return {
    id,
    parameters: parseParameters(inWorld(thing.parameters), { ...inherited, ...parameters }, `${singular(kind)} ${id}`),
  };
}

/**
 * Fills in what is done to an agent and how it is recorded, whatever its world is.
 * @param recording the one that holds where none is given
 * @param inWorld makes of the parameters of a manipulation what they are in the world at hand
 * @throws InputError for an unknown id or parameter, or a value out of range
 */
export function completeDoneParts(
  given: Pick<PartialSpec, 'manipulations' | 'recording'>,
  recording: AgentPart,
  inWorld?: (declared: Parameters) => Parameters,
): Pick<Spec, 'manipulations' | 'recording'> {
  const manipulations = (given.manipulations ?? []).map((part) =>
    completePart('manipulations', part, undefined, inWorld),
  );
  return {
    ...(manipulations.length === 0 ? {} : { manipulations }),
    recording: completePart('recordings', given.recording ?? recording, recording),
  };
}

/**
 * Finds the one part that declares a parameter, by its name; `part.name` where several do.
 * @throws InputError when no part, or more than one, has it
 */
export function locate<Name extends string>(
  parts: readonly (readonly [Name, AgentPart | undefined])[],
  path: string,
): { part: Name; name: string } {
  const candidates = parts.flatMap(([part, values]) =>
    Object.keys(values?.parameters ?? {}).map((name) => ({ part, name, path: `${part}.${name}` })),
  );
  const hits = candidates.filter((candidate) => candidate.path === path || candidate.name === path);
  if (hits.length > 1) {
    throw new InputError(
      `'${path}' is a parameter of several parts`,
      'parameters',
      `say which: ${hits.map((hit) => hit.path).join(', ')}`,
    );
  }
  const [hit] = hits;
  if (hit === undefined)
    throw new InputError(
      `unknown parameter '${path}'`,
      'parameters',
      didYouMean(
        path,
        candidates.map(({ name }) => name),
      ),
    );
  return hit;
}
