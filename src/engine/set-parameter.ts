import type { ParameterValue } from '../contracts/parameters.ts';
import { locateParameter } from '../spec/locate.ts';
import { withValue } from '../spec/part-of.ts';
import type { Spec } from '../spec/spec.ts';
import { completeSpec } from './complete-spec.ts';
import { lookup } from './registry.ts';

/**
 * Sets one parameter, found by its name in whichever part declares it; `part.name` if several do.
 * @throws InputError if no part, or more than one, has it, or if the value is not allowed
 */
export function setParameter<S extends Spec>(spec: S, path: string, value: unknown): S {
  const { part, name } = locateParameter(lookup, spec, path);
  // The kind does not change: its world has the same id.
  return completeSpec(withValue(spec, part, name, value as ParameterValue)) as S;
}
