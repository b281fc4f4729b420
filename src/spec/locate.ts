import { didYouMean, InputError } from '../core/errors.ts';
import type { Parameter, Parameters } from '../contracts/parameters.ts';
import { inControl } from '../contracts/time-constants.ts';
import { find, type Lookup } from './lookup.ts';
import { kindOf, partOf } from './part-of.ts';
import { partNames, type PartName } from './parts.ts';
import { isControl, type Spec } from './spec.ts';

/** A parameter and the part of a spec that declares it. */
export interface LocatedParameter {
  readonly part: PartName;
  readonly name: string;
  readonly declared: Parameter;
}

/** What a part of a spec declares, as it is in the spec's world; nothing where the spec has no such part. */
export function parametersOf(lookup: Lookup, spec: Spec, name: PartName): Parameters {
  const part = partOf(spec, name);
  if (part === undefined) return {};
  const { parameters } = find(lookup, kindOf(spec, name), part.id);
  return isControl(spec) ? inControl(parameters) : parameters;
}

/**
 * Finds the one part of a spec that declares a parameter, by its name; `part.name` where several do.
 * @throws InputError when no part, or more than one, has it
 */
export function locateParameter(lookup: Lookup, spec: Spec, path: string): LocatedParameter {
  const candidates = partNames.flatMap((part) =>
    Object.entries(parametersOf(lookup, spec, part)).map(([name, declared]) => ({
      part,
      name,
      declared,
      path: `${part}.${name}`,
    })),
  );
  const hits = candidates.filter((candidate) => candidate.path === path || candidate.name === path);
  if (hits.length > 1)
    throw new InputError(
      `'${path}' is a parameter of several parts`,
      'parameters',
      `say which: ${hits.map((hit) => hit.path).join(', ')}`,
    );
  const [hit] = hits;
  if (hit !== undefined) return { part: hit.part, name: hit.name, declared: hit.declared };
  const known = candidates.map(({ name }) => name);
  throw new InputError(`unknown parameter '${path}'`, 'parameters', didYouMean(path, known));
}
