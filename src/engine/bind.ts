import type { AgentPart } from '../contracts/agent.ts';
import type { ControlArchitecture } from '../contracts/architecture.ts';
import type { ControlEnv } from '../contracts/control-env.ts';
import type { Declaration } from '../contracts/declaration.ts';
import type { ControlRule } from '../contracts/learning-rule.ts';
import type { AnyValues } from '../contracts/parameters.ts';
import type { Kind, Kinds } from '../spec/kinds.ts';
import { find, findControlArchitecture, findControlEnv, findControlRule } from './registry.ts';

/** A declaration with its parameters set: its functions take them no longer. */
export type Bound<D> = D extends unknown ? { readonly [Name in keyof D]: WithoutValues<D[Name]> } : never;
type WithoutValues<Member> = Member extends (parameters: never, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : Member;

/** Kinds whose functions all take the values of the parameters first. */
type ParameterisedKind = Exclude<Kind, 'agents' | 'envs'>;

/** A part of a complete spec, as its declaration with its parameters set. @throws InputError for an unknown id */
export const bind = <K extends ParameterisedKind>(kind: K, { id, parameters }: AgentPart): Bound<Kinds[K]> =>
  bound(find(kind, id), parameters);

/** @throws InputError for an id that is unknown, or of a world of another sort */
export const bindControlEnv = ({ id, parameters }: AgentPart): Bound<ControlEnv> =>
  bound(findControlEnv(id), parameters);

/** @throws InputError for an id that is unknown, or learns from trials */
export const bindControlRule = ({ id, parameters }: AgentPart): Bound<ControlRule> =>
  bound(findControlRule(id), parameters);

/** @throws InputError for an id that is unknown, or learns from trials */
export const bindControlArchitecture = ({ id, parameters }: AgentPart): Bound<ControlArchitecture> =>
  bound(findControlArchitecture(id), parameters);

/** @param values checked against the declaration's parameters (see parseParameters) */
export function bound<D extends Declaration>(declaration: D, values: AnyValues): Bound<D> {
  const members = Object.entries(declaration).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function'
      ? (...rest: readonly unknown[]): unknown => member.call(declaration, values, ...rest)
      : member,
  ]);
  // Which parameters a part has is known to its own file only; that these are their values was checked when the spec was completed.
  return Object.fromEntries(members) as Bound<D>;
}
