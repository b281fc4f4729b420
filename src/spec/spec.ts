import type { AgentPart } from '../contracts/agent.ts';
import type { Design } from '../contracts/design.ts';
import { isOfAgent, partNames, type AgentPartName, type ListName, type PartName, type PartsThat } from './parts.ts';
import type { RecordedFrom } from './recorded-from.ts';

/**
 * Raised when a spec's shape or meaning changes. Version 1 had time constants per simulation step, which differed between paradigms; version 2 was
 * of one shape for paradigms and of another for stepped environments.
 */
export const specVersion = 3;

type OptionalName = PartName & PartsThat<{ optional: true }>;
/** The parts of these names, each with all its values. */
type WholeParts<Name extends PartName> = { readonly [N in Exclude<Name, OptionalName>]: AgentPart } & {
  readonly [N in Extract<Name, OptionalName>]?: AgentPart;
};
type WholeLists = { readonly [N in ListName]?: readonly AgentPart[] };
export type RequiredAgentPart = Exclude<AgentPartName, OptionalName>;
type BesideAgent = Exclude<PartName, AgentPartName>;
export type DefaultedName = Exclude<BesideAgent, 'world'>;
/** What stands beside the agent and the world. */
export type PartsBeside = WholeParts<DefaultedName> & WholeLists;

export interface AgentParts extends WholeParts<AgentPartName> {
  /** The named triple that it started from, if any. */
  readonly id?: string | undefined;
}

interface AnySpec extends PartsBeside, WholeParts<'world'> {
  readonly phasic: typeof specVersion;
  readonly agent: AgentParts;
  readonly seed: number;
  /** What computes the agent's networks, if it has any: a backend that `phasic doctor` lists, or auto. */
  readonly backend: string;
}

/** A spec whose world is a paradigm, which says itself how long it lasts. */
export interface TrialSpec extends AnySpec {
  /** A design of one's own, where the paradigm is `own-design`; its default design when absent. */
  readonly design?: Design;
  /** Where the session of that design was recorded, if it was. */
  readonly recordedFrom?: RecordedFrom;
}

/** A spec whose world is a stepped environment, which goes on for as long as it is stepped. */
export interface ControlSpec extends AnySpec {
  /** Worlds that are stepped together. */
  readonly worlds: number;
  /** Steps to be taken, over all worlds. */
  readonly steps: number;
}

/** What is run, whole: with it and the versions of its parts a run can be repeated. */
export type Spec = TrialSpec | ControlSpec;

export const isControl = (spec: Spec): spec is ControlSpec => 'steps' in spec;

/** What holds where the spec of a paradigm does not say. */
export const trialDefaults = { seed: 1, backend: 'fused' } as const;
/** The same of a stepped environment; the number of worlds is the learning rule's own where it has one. */
export const controlDefaults = {
  worlds: 1,
  steps: 100_000,
  seed: 1,
  backend: 'auto',
  recording: { id: 'identity', parameters: {} },
} as const;

export type PartialPart =
  | string
  | { readonly id: string; readonly parameters?: Readonly<Record<string, unknown>> | undefined };

type PartialParts<Name extends PartName> = { readonly [N in Name]?: PartialPart | undefined };
type PartialLists = { readonly [N in ListName]?: readonly PartialPart[] | undefined };

export type PartialAgent = string | ({ readonly id?: string | undefined } & PartialParts<AgentPartName>);

/** A spec as a person may write it: everything but the world has a default. What belongs to the other kind of world is refused. */
export interface PartialSpec extends PartialParts<DefaultedName>, PartialLists {
  readonly phasic?: number | undefined;
  readonly world: PartialPart;
  readonly design?: Design | undefined;
  readonly recordedFrom?: RecordedFrom | undefined;
  readonly agent?: PartialAgent | undefined;
  readonly worlds?: number | undefined;
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
  readonly backend?: string | undefined;
}

export const defaultedNames = partNames.filter((name): name is DefaultedName => !isOfAgent(name) && name !== 'world');
