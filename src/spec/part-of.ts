import type { AgentPart } from '../contracts/agent.ts';
import type { ParameterValue } from '../contracts/parameters.ts';
import type { Kind } from './kinds.ts';
import { isOfAgent, kindAt, type PartName } from './parts.ts';
import { isControl, type Spec } from './spec.ts';

/** Where the part is declared. */
export const kindOf = (spec: Spec, name: PartName): Kind => kindAt(name, isControl(spec));

/** @returns undefined where an optional part is absent */
export const partOf = (spec: Spec, name: PartName): AgentPart | undefined =>
  isOfAgent(name) ? spec.agent[name] : spec[name];

/** The spec with one of its parts replaced, unchecked. */
export const withPart = <S extends Spec>(spec: S, name: PartName, part: AgentPart): S =>
  isOfAgent(name) ? { ...spec, agent: { ...spec.agent, [name]: part } } : { ...spec, [name]: part };

/** The spec with one value of one of its parts replaced, unchecked; the same where it has no such part. */
export function withValue<S extends Spec>(spec: S, name: PartName, parameter: string, value: ParameterValue): S {
  const part = partOf(spec, name);
  if (part === undefined) return spec;
  return withPart(spec, name, { id: part.id, parameters: { ...part.parameters, [parameter]: value } });
}
