import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from './agent.ts';
import type { Design } from './design.ts';
import { parseDesign } from './design-schema.ts';

/** Raised when a spec's shape or meaning changes. Version 1 had time constants per simulation step, which differed between paradigms. */
export const specVersion = 2;

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

/** An experiment, whole: with it and the versions of its parts a run can be repeated to the byte. */
export interface Spec {
  readonly phasic: typeof specVersion;
  readonly paradigm: AgentPart;
  /** A design of one's own, where the paradigm is `own-design`; its default design when absent. */
  readonly design?: Design;
  readonly agent: AgentParts;
  /** What is done to the animal, in this order; absent where nothing is. */
  readonly manipulations?: readonly AgentPart[];
  readonly recording: AgentPart;
  readonly seed: number;
}

/** A spec as a person may write it: everything but the paradigm has a default. */
export interface PartialSpec {
  readonly phasic?: number | undefined;
  readonly paradigm: PartialPart;
  readonly design?: Design | undefined;
  readonly agent?: PartialAgent | undefined;
  readonly manipulations?: readonly PartialPart[] | undefined;
  readonly recording?: PartialPart | undefined;
  readonly seed?: number | undefined;
}

export type PartialPart = string | { readonly id: string; readonly parameters?: Readonly<Record<string, unknown>> | undefined };

export type PartialAgent =
  | string
  | {
      readonly id?: string | undefined;
      readonly architecture?: PartialPart | undefined;
      readonly objective?: PartialPart | undefined;
      readonly learningRule?: PartialPart | undefined;
      readonly policy?: PartialPart | undefined;
    };

/** Shape of a part as a person may write it. */
export const partialPartSchema = v.union(
  [v.string(), v.strictObject({ id: v.string(), parameters: v.optional(v.record(v.string(), v.unknown())) })],
  "must be an id or an object { id, parameters }",
);
export const seedSchema = v.pipe(
  v.number('must be a whole number from 0 to 4294967295'),
  v.integer('must be a whole number from 0 to 4294967295'),
  v.minValue(0, 'must be a whole number from 0 to 4294967295'),
  v.maxValue(0xffffffff, 'must be a whole number from 0 to 4294967295'),
);
/** Shape of the parts that a spec has whatever its world is. */
export const donePartSchemas = {
  manipulations: v.optional(v.array(partialPartSchema, 'must be a list of manipulations')),
  recording: v.optional(partialPartSchema),
};
/** Shape of an agent as a person may write it. */
export const partialAgentSchema = v.union(
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
  paradigm: partialPartSchema,
  design: v.optional(v.unknown()),
  agent: v.optional(partialAgentSchema),
  ...donePartSchemas,
  seed: v.optional(seedSchema),
});

/**
 * Checks the shape of a spec that came from outside; ids and parameters are checked when it is completed.
 * @throws InputError naming the field
 */
export function parsePartialSpec(given: unknown, where: string): PartialSpec {
  requireVersion(given, specVersion, where, 'write the experiment again, and save it: in version 1 discounts and decays were per simulation step, now they are per second');
  const parsed = v.safeParse(partialSpecSchema, given);
  if (parsed.success) {
    const { design, ...rest } = parsed.output;
    return design === undefined ? rest : { ...rest, design: parseDesign(design, `${where}, design`) };
  }
  throw specMistake(given, parsed.issues[0], where, { what: 'a spec', example: '{"paradigm": "schultz-1997"}', fields: Object.keys(partialSpecSchema.entries) });
}

/** The first thing that is wrong with the shape of a spec, in one line. */
export function specMistake(given: unknown, issue: v.BaseIssue<unknown>, where: string, wanted: { readonly what: string; readonly example: string; readonly fields: readonly string[] }): InputError {
  const { what, example, fields } = wanted;
  const field = v.getDotPath(issue);
  if (field === null || Array.isArray(given)) return new InputError(`this is not ${what}`, where, `${what} is an object such as ${example}`);
  if (issue.received === 'undefined') return new InputError(`${field} is missing`, where, `add "${field}"`);
  if (issue.expected === 'never') return new InputError(`unknown field '${field}'`, where, didYouMean(field, fields));
  return new InputError(`${field} = ${issue.received} is not allowed`, where, issue.message);
}

/**
 * Said before anything else of a spec: what is wrong with the fields of another version follows from that.
 * @param remedy for a spec of version 1
 * @throws InputError where the spec has a version, and it is not the one that is read
 */
export function requireVersion(given: unknown, read: number, where: string, remedy: string): void {
  const version = typeof given === 'object' && given !== null && 'phasic' in given ? given.phasic : undefined;
  if (version === undefined || version === read) return;
  throw new InputError(`phasic = ${JSON.stringify(version)} is another version of a spec than ${read}, which this program reads`, where, version === 1 ? remedy : 'use the version of Phasic that wrote it');
}
