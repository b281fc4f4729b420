import { InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Design } from '../contracts/design.ts';
import type { AnyValues } from '../contracts/parameters.ts';
import { specVersion, type PartialSpec, type Spec } from '../contracts/spec.ts';
import { agentPartKinds, completeAgent, completeDoneParts, completePart, locate } from './parts.ts';
import { find } from './registry.ts';
import { declaredDesign } from './world.ts';

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
  return { phasic: specVersion, ...world, agent, ...completeDoneParts(given, declared.recording), seed: given.seed ?? 1 };
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
  const hasChoices = declaredDesign(spec).states !== undefined;
  const { timescale } = find('learning-rules', learningRule);
  return hasChoices === (timescale === 'choice') && (timescale === 'trial' || !hasFactors(declaredDesign(spec)));
}

const hasFactors = ({ trialTypes }: Design): boolean => Object.values(trialTypes).some(({ rewards }) => rewards.some(({ learningRateFactor }) => learningRateFactor !== undefined));

function requireFit(spec: Pick<Spec, 'paradigm' | 'design'>, learningRule: string): void {
  if (fitsWorld(spec, learningRule)) return;
  const { paradigm } = spec;
  if (hasFactors(declaredDesign(spec))) {
    throw new InputError(
      `the design gives rewards learning rates of their own (beta), which learning rule '${learningRule}' cannot take`,
      'agent',
      'choose an agent that learns once a trial, such as rescorla-wagner, or leave them out',
    );
  }
  const acts = find('learning-rules', learningRule).timescale === 'choice';
  throw new InputError(
    acts ? `learning rule '${learningRule}' makes choices, and paradigm '${paradigm.id}' has none` : `paradigm '${paradigm.id}' asks for choices, and learning rule '${learningRule}' makes none`,
    'agent',
    acts ? 'choose an agent that predicts' : 'choose an agent that acts, such as q-learning',
  );
}

/** The parts of a spec that carry parameters, by the name that qualifies them (`recording.gain`). */
export const partKinds = { paradigm: 'paradigms', ...agentPartKinds, recording: 'recordings' } as const;

export type PartName = keyof typeof partKinds;

/** @returns undefined for a policy where nothing is chosen */
export function partOf(spec: Spec, name: PartName): AgentPart | undefined {
  return name === 'paradigm' || name === 'recording' ? spec[name] : spec.agent[name];
}

/** The spec with one of its parts replaced, unchecked. */
export function withPart(spec: Spec, name: PartName, part: AgentPart): Spec {
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
  return locate((Object.keys(partKinds) as PartName[]).map((part) => [part, partOf(spec, part)] as const), path);
}
