import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Kind, Kinds } from '../contracts/kinds.ts';
import { singular } from '../contracts/kinds.ts';
import { parseParameters, type AnyValues } from '../contracts/parameters.ts';
import { specVersion, type PartialAgent, type PartialPart, type PartialSpec, type Spec } from '../contracts/spec.ts';
import { find } from './registry.ts';
import { designOf } from './world.ts';

/**
 * Fills in everything that a spec leaves out, and checks all of it.
 * @throws InputError for an unknown id, an unknown parameter, a value out of range, or parts that do not fit together
 */
export function completeSpec(given: PartialSpec): Spec {
  const paradigm = completePart('paradigms', given.paradigm);
  const declared = find('paradigms', paradigm.id);
  const agent = completeAgent(given.agent ?? declared.agent);
  const world = { paradigm, ...ownDesign(given, paradigm) };
  requireFit(world, agent.learningRule.id);
  const recording = completePart('recordings', given.recording ?? declared.recording, declared.recording);
  const manipulations = (given.manipulations ?? []).map((part) => completePart('manipulations', part));
  return { phasic: specVersion, ...world, agent, ...(manipulations.length === 0 ? {} : { manipulations }), recording, seed: given.seed ?? 1 };
}

/** The paradigm whose design a spec may bring along. */
const ownParadigm = 'own-design';

function ownDesign({ design }: PartialSpec, paradigm: AgentPart): Pick<Spec, 'design'> {
  if (design === undefined) return {};
  if (paradigm.id !== ownParadigm) throw new InputError(`paradigm '${paradigm.id}' has a design already`, 'design', `leave it out, or use the paradigm '${ownParadigm}'`);
  return { design };
}

/** Whether a learning rule can live in a paradigm's world: one that acts where there are choices, any other where there are none. */
export function fitsWorld(spec: Pick<Spec, 'paradigm' | 'design'>, learningRule: string): boolean {
  const hasChoices = designOf(spec).states !== undefined;
  return hasChoices === (find('learning-rules', learningRule).timescale === 'choice');
}

function requireFit(spec: Pick<Spec, 'paradigm' | 'design'>, learningRule: string): void {
  if (fitsWorld(spec, learningRule)) return;
  const { paradigm } = spec;
  const acts = find('learning-rules', learningRule).timescale === 'choice';
  throw new InputError(
    acts ? `learning rule '${learningRule}' makes choices, and paradigm '${paradigm.id}' has none` : `paradigm '${paradigm.id}' asks for choices, and learning rule '${learningRule}' makes none`,
    'agent',
    acts ? 'choose an agent that predicts' : 'choose an agent that acts, such as q-learning',
  );
}

function completeAgent(given: PartialAgent): Spec['agent'] {
  const named = typeof given === 'string' ? { id: given } : given;
  const base = named.id === undefined ? undefined : find('agents', named.id);
  const architecture = completePart('architectures', named.architecture ?? required(base?.architecture, 'architecture'), base?.architecture);
  const objective = completePart('objectives', named.objective ?? required(base?.objective, 'objective'), base?.objective);
  const learningRule = completePart('learning-rules', named.learningRule ?? required(base?.learningRule, 'learningRule'), base?.learningRule);
  const needs = find('learning-rules', learningRule.id).timescale;
  const gives = find('architectures', architecture.id).timescale;
  if (needs !== gives) {
    throw new InputError(
      `learning rule '${learningRule.id}' learns once a ${needs}, architecture '${architecture.id}' gives features once a ${gives}`,
      'agent',
      `choose an architecture and a learning rule of the same time scale`,
    );
  }
  const policy = needs === 'choice' ? completePart('policies', named.policy ?? base?.policy ?? 'softmax', base?.policy) : undefined;
  if (needs !== 'choice' && named.policy !== undefined) {
    throw new InputError(`learning rule '${learningRule.id}' makes no choices`, 'agent.policy', 'leave the policy out, or choose a learning rule that acts');
  }
  const parts = { architecture, objective, learningRule, ...(policy === undefined ? {} : { policy }) };
  // An agent with a part swapped is no longer the one that has the name.
  const isNamed = base !== undefined && partNames.every((name) => base[name]?.id === parts[name]?.id);
  return isNamed ? { id: base.id, ...parts } : parts;
}

const partNames = ['architecture', 'objective', 'learningRule', 'policy'] as const;

function required(part: AgentPart | undefined, name: string): AgentPart {
  if (part === undefined) throw new InputError(`agent.${name} is missing`, 'spec', 'name an agent by its id, or give all three parts');
  return part;
}

/** `base` gives the values that hold where the part is the same one and does not say otherwise. */
function completePart<K extends Kind>(kind: K, given: PartialPart, base?: AgentPart): AgentPart {
  const { id, parameters = {} } = typeof given === 'string' ? { id: given } : given;
  const thing = find(kind, id) as Kinds[Kind];
  const inherited = base?.id === id ? base.parameters : {};
  return { id, parameters: parseParameters(thing.parameters, { ...inherited, ...parameters }, `${singular(kind)} ${id}`) };
}

/** The parts of a spec that carry parameters, by the name that qualifies them (`recording.gain`). */
export const partKinds = {
  paradigm: 'paradigms',
  architecture: 'architectures',
  objective: 'objectives',
  learningRule: 'learning-rules',
  policy: 'policies',
  recording: 'recordings',
} as const;

export type PartName = keyof typeof partKinds;

/** @returns undefined for a policy where nothing is chosen */
export function partOf(spec: Spec, name: PartName): AgentPart | undefined {
  return name === 'paradigm' || name === 'recording' ? spec[name] : spec.agent[name];
}

function withPart(spec: Spec, name: PartName, part: AgentPart): Spec {
  if (name === 'paradigm' || name === 'recording') return { ...spec, [name]: part };
  return { ...spec, agent: { ...spec.agent, [name]: part } };
}

/**
 * Sets one parameter, found by its name in whichever part declares it; `part.name` where several do.
 * @throws InputError when no part, or more than one, has it, or when the value is not allowed
 */
export function setParameter(spec: Spec, path: string, value: unknown): Spec {
  const { part, name } = locateParameter(spec, path);
  const old = partOf(spec, part) as AgentPart;
  return completeSpec(withPart(spec, part, { id: old.id, parameters: { ...old.parameters, [name]: value } as AnyValues }));
}

/** Which part of the spec declares the parameter. */
export function locateParameter(spec: Spec, path: string): { part: PartName; name: string } {
  const candidates = (Object.keys(partKinds) as PartName[]).flatMap((part) =>
    Object.keys(partOf(spec, part)?.parameters ?? {}).map((name) => ({ part, name, path: `${part}.${name}` })),
  );
  const hits = candidates.filter((candidate) => candidate.path === path || candidate.name === path);
  if (hits.length > 1) {
    throw new InputError(`'${path}' is a parameter of several parts`, 'parameters', `say which: ${hits.map((hit) => hit.path).join(', ')}`);
  }
  const [hit] = hits;
  if (hit === undefined) throw new InputError(`unknown parameter '${path}'`, 'parameters', didYouMean(path, candidates.map(({ name }) => name)));
  return hit;
}
