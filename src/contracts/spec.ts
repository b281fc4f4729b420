import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from './agent.ts';
import type { Design } from './design.ts';
import { parseDesign } from './design-schema.ts';

/**
 * Raised when a spec's shape or meaning changes. Version 1 had time constants per simulation step, which differed between paradigms; version 2 was
 * of one shape for paradigms and of another for stepped environments.
 */
export const specVersion = 3;

/** The parts of an agent, each with all its values. */
export interface AgentParts {
  /** The named triple that it started from, if any. */
  readonly id?: string | undefined;
  readonly architecture: AgentPart;
  readonly objective: AgentPart;
  readonly learningRule: AgentPart;
  /** Exactly where it acts. */
  readonly policy?: AgentPart;
}

interface AnySpec {
  readonly phasic: typeof specVersion;
  /** What the agent lives in: a paradigm, or a stepped environment. */
  readonly world: AgentPart;
  readonly agent: AgentParts;
  /** What is done to the agent, in this order; absent where nothing is. */
  readonly manipulations?: readonly AgentPart[];
  readonly recording: AgentPart;
  readonly seed: number;
  /** What computes the agent's networks, if it has any: a backend that `phasic doctor` lists, or auto. */
  readonly backend: string;
}

/** A spec whose world is a paradigm, which says itself how long it lasts. */
export interface TrialSpec extends AnySpec {
  /** A design of one's own, where the paradigm is `own-design`; its default design when absent. */
  readonly design?: Design;
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

/** A spec as a person may write it: everything but the world has a default. What belongs to the other kind of world is refused. */
export interface PartialSpec {
  readonly phasic?: number | undefined;
  readonly world: PartialPart;
  readonly design?: Design | undefined;
  readonly agent?: PartialAgent | undefined;
  readonly manipulations?: readonly PartialPart[] | undefined;
  readonly recording?: PartialPart | undefined;
  readonly worlds?: number | undefined;
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
  readonly backend?: string | undefined;
}

export type PartialPart =
  | string
  | { readonly id: string; readonly parameters?: Readonly<Record<string, unknown>> | undefined };

export type PartialAgent =
  | string
  | {
      readonly id?: string | undefined;
      readonly architecture?: PartialPart | undefined;
      readonly objective?: PartialPart | undefined;
      readonly learningRule?: PartialPart | undefined;
      readonly policy?: PartialPart | undefined;
    };

const mostWorlds = 65_536;
const mostSteps = 1e12;

const whole = (min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(min, range), v.maxValue(max, range));
};

const partialPartSchema = v.union(
  [v.string(), v.strictObject({ id: v.string(), parameters: v.optional(v.record(v.string(), v.unknown())) })],
  'must be an id or an object { id, parameters }',
);
const partialAgentSchema = v.union(
  [
    v.string(),
    v.strictObject({
      id: v.optional(v.string()),
      architecture: v.optional(partialPartSchema),
      objective: v.optional(partialPartSchema),
      learningRule: v.optional(partialPartSchema),
      policy: v.optional(partialPartSchema),
    }),
  ],
  'must be an id or an object { id, architecture, objective, learningRule }',
);
const partialSpecSchema = v.strictObject({
  phasic: v.optional(v.literal(specVersion)),
  world: partialPartSchema,
  design: v.optional(v.unknown()),
  agent: v.optional(partialAgentSchema),
  manipulations: v.optional(v.array(partialPartSchema, 'must be a list of manipulations')),
  recording: v.optional(partialPartSchema),
  worlds: v.optional(whole(1, mostWorlds)),
  steps: v.optional(whole(1, mostSteps)),
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
    `phasic = ${JSON.stringify(version)} is another version of a spec than ${specVersion}, which this program reads`,
    where,
    remedy,
  );
}
