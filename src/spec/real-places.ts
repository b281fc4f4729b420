import type { NumberParameter, Parameter } from '../contracts/parameters.ts';
import { parametersOf, type LocatedParameter } from './locate.ts';
import type { Lookup } from './lookup.ts';
import { agentPartNames } from './parts.ts';
import type { TrialSpec } from './spec.ts';

/** A real number of a spec, which a fit can move. */
export type RealPlace = LocatedParameter & { readonly declared: NumberParameter };

/** `part.name` */
export const pathOf = ({ part, name }: LocatedParameter): string => `${part}.${name}`;

/** A real number of any value in its range. */
export const isReal = (declared: Parameter): declared is NumberParameter =>
  declared.kind === 'real' && declared.multipleOf === undefined;

/** Those of the agent and of the recording, in the order of the parts. */
export const realPlaces = (lookup: Lookup, spec: TrialSpec): readonly RealPlace[] =>
  [...agentPartNames, 'recording' as const].flatMap((part) =>
    Object.entries(parametersOf(lookup, spec, part)).flatMap(([name, declared]) =>
      isReal(declared) && declared.only !== 'steps' ? [{ part, name, declared }] : [],
    ),
  );

/**
 * Whether a fit moves it unless others are named: numbers of the agent that a search would vary. An architecture is a
 * structure, and its numbers change what is computed once for all runs.
 */
export const isUsual = ({ part, declared: { searched } }: RealPlace): boolean =>
  part !== 'architecture' && part !== 'recording' && searched !== undefined && !('never' in searched);
