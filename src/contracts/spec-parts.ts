import type { AgentPart } from './agent.ts';
import type { Kind } from './kinds.ts';
import { isControl, type Spec } from './spec.ts';

/** The parts of a spec that carry parameters, by the name that qualifies them (`recording.gain`), in the order in which they are shown. */
export const partNames = ['architecture', 'objective', 'learningRule', 'policy', 'world', 'recording'] as const;
export type PartName = (typeof partNames)[number];

const kinds = {
  architecture: 'architectures',
  objective: 'objectives',
  learningRule: 'learning-rules',
  policy: 'policies',
  recording: 'recordings',
} as const;

/** Where the part is declared. */
export function kindOf(spec: Spec, name: PartName): Kind {
  if (name === 'world') return isControl(spec) ? 'envs' : 'paradigms';
  return kinds[name];
}

/** @returns undefined for a policy where nothing is chosen */
export function partOf(spec: Spec, name: PartName): AgentPart | undefined {
  return name === 'world' || name === 'recording' ? spec[name] : spec.agent[name];
}

/** The spec with one of its parts replaced, unchecked. */
export function withPart<S extends Spec>(spec: S, name: PartName, part: AgentPart): S {
  if (name === 'world' || name === 'recording') return { ...spec, [name]: part };
  return { ...spec, agent: { ...spec.agent, [name]: part } };
}
