import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Design } from '../contracts/design.ts';
import { parseDesign } from '../contracts/design-schema.ts';
import {
  agentPartNames,
  isOfAgent,
  listNames,
  partNames,
  type AgentPartName,
  type ListName,
  type PartName,
  type PartsThat,
} from './parts.ts';
import { recordedFromSchema, type RecordedFrom } from './recorded-from.ts';

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

const maxWorlds = 65_536;
const maxSteps = 1e12;

const whole = (min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(min, range), v.maxValue(max, range));
};

const partialPartSchema = v.union(
  [v.string(), v.strictObject({ id: v.string(), parameters: v.optional(v.record(v.string(), v.unknown())) })],
  'must be an id or an object { id, parameters }',
);
/** A schema for each of these fields. */
const fields = <Name extends string, Schema>(names: readonly Name[], schemaOf: (name: Name) => Schema) =>
  Object.fromEntries(names.map((name) => [name, schemaOf(name)])) as { readonly [N in Name]: Schema };

const optionalPart = () => v.optional(partialPartSchema);
const partialAgentSchema = v.union(
  [v.string(), v.strictObject({ id: v.optional(v.string()), ...fields(agentPartNames, optionalPart) })],
  'must be an id or an object { id, architecture, objective, learningRule }',
);
const partialSpecSchema = v.strictObject({
  phasic: v.optional(v.literal(specVersion)),
  world: partialPartSchema,
  design: v.optional(v.unknown()),
  recordedFrom: v.optional(recordedFromSchema),
  agent: v.optional(partialAgentSchema),
  ...fields(listNames, (name) => v.optional(v.array(partialPartSchema, `must be a list of ${name}`))),
  ...fields(defaultedNames, optionalPart),
  worlds: v.optional(whole(1, maxWorlds)),
  steps: v.optional(whole(1, maxSteps)),
  seed: v.optional(whole(0, 0xffffffff)),
  backend: v.optional(v.string('must be a text')),
});

/**
 * Checks the shape of a spec that came from outside; ids and parameters are checked when it is completed.
 * @throws InputError naming the field
 */
export function parsePartialSpec(given: unknown, where: string): PartialSpec {
  requireVersion(given, where);
  const parsed = v.safeParse(partialSpecSchema, given);
  if (!parsed.success) throw specMistake(given, parsed.issues[0], where);
  const { design, ...rest } = parsed.output;
  return design === undefined ? rest : { ...rest, design: parseDesign(design, `${where}, design`) };
}

/** The first thing that is wrong with the shape of a spec, in one line. */
function specMistake(given: unknown, issue: v.BaseIssue<unknown>, where: string): InputError {
  const field = v.getDotPath(issue);
  if (field === null || Array.isArray(given))
    return new InputError('this is not a spec', where, 'a spec is an object such as {"world": "schultz-1997"}');
  if (issue.received === 'undefined') return new InputError(`${field} is missing`, where, `add "${field}"`);
  if (issue.expected === 'never')
    return new InputError(`unknown field '${field}'`, where, didYouMean(field, Object.keys(partialSpecSchema.entries)));
  return new InputError(`${field} = ${issue.received} is not allowed`, where, issue.message);
}

const remedies: Readonly<Record<number, string>> = {
  1: 'write it again, and save it: in version 1 discounts and decays were per simulation step, now they are per second',
  2: 'call its paradigm or env "world", and leave "phasic" out',
};

// Said before anything else of a spec: what is wrong with the fields of another version follows from that.
function requireVersion(given: unknown, where: string): void {
  const version: unknown = typeof given === 'object' && given !== null && 'phasic' in given ? given.phasic : undefined;
  if (version === undefined || version === specVersion) return;
  const remedy =
    (typeof version === 'number' ? remedies[version] : undefined) ?? 'use the version of Phasic that wrote it';
  throw new InputError(
    `phasic = ${JSON.stringify(version)} is not the version of specs that this program reads, ${specVersion}`,
    where,
    remedy,
  );
}
