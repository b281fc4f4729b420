import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import { parseDesign } from '../contracts/design-schema.ts';
import { agentPartNames, listNames } from './parts.ts';
import { recordedFromSchema } from './recorded-from.ts';
import { defaultedNames, specVersion, type PartialSpec } from './spec.ts';

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
