import type { AgentPart } from '../contracts/agent.ts';
import type { AnyValues, Parameter, Parameters } from '../contracts/parameters.ts';
import type { Spec } from '../contracts/spec.ts';
import { kindOf, partNames, partOf, withPart, type PartName } from '../contracts/spec-parts.ts';
import { completeSpec } from './complete-spec.ts';
import { locate } from './parts.ts';
import { find } from './registry.ts';

/** A parameter and the part of a spec that declares it. */
export interface LocatedParameter {
  readonly part: PartName;
  readonly name: string;
  readonly declared: Parameter;
}

/**
 * Sets one parameter, found by its name in whichever part declares it; `part.name` where several do.
 * @throws InputError when no part, or more than one, has it, or when the value is not allowed
 */
export function setParameter<S extends Spec>(spec: S, path: string, value: unknown): S {
  const { part, name } = locateParameter(spec, path);
  const old = partOf(spec, part) as AgentPart;
  // Of the same kind as before: its world has the same id.
  return completeSpec(
    withPart(spec, part, { id: old.id, parameters: { ...old.parameters, [name]: value } as AnyValues }),
  ) as S;
}

/**
 * Which part of the spec declares the parameter.
 * @throws InputError when no part, or more than one, has it
 */
export function locateParameter(spec: Spec, path: string): LocatedParameter {
  const { part, name } = locate(
    partNames.map((one) => [one, partOf(spec, one)] as const),
    path,
  );
  return { part, name, declared: parametersOf(spec, part)[name] as Parameter };
}

/** What a part of a spec declares; nothing where the spec has no such part. */
export function parametersOf(spec: Spec, name: PartName): Parameters {
  const part = partOf(spec, name);
  return part === undefined ? {} : find(kindOf(spec, name), part.id).parameters;
}
