import { InputError } from '../core/errors.ts';
import type { Agent } from '../contracts/agent.ts';
import type { ControlArchitecture, TrialArchitecture } from '../contracts/architecture.ts';
import type { TrialEnv } from '../contracts/env.ts';
import type { ControlRule, TrialRule } from '../contracts/learning-rule.ts';
import type { ControlEnv } from '../contracts/control-env.ts';
import { parseParameters } from '../contracts/parameters.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import { findSteppedEnv } from '../spec/complete.ts';
import { actsInSteps, worldFacts } from '../spec/fits.ts';
import { unknownThing, type Declared, type Lookup, type WorldFacts } from '../spec/lookup.ts';
import { kinds, singular, type Kind, type Kinds } from '../spec/kinds.ts';
import { ccnlabParadigm } from '../paradigms/ccnlab/paradigm.ts';

// Adding a file to one of these folders is enough: the bundler finds it. It reads this list as it stands, so that the folders cannot come from the
// table of kinds.
const files = Object.entries(
  import.meta.glob<{ default: unknown }>(
    [
      '../agents/*.ts',
      '../architectures/*.ts',
      '../learning-rules/*.ts',
      '../manipulations/*.ts',
      '../objectives/*.ts',
      '../paradigms/{dopamine,choice,conditioning}/*.ts',
      '../policies/*.ts',
      '../recordings/*.ts',
      '../../envs/*.ts',
    ],
    { eager: true },
  ),
);

// Experiments that are data: one JSON file each.
const ccnlab = Object.entries(
  import.meta.glob<unknown>('../paradigms/ccnlab/*.json', { eager: true, import: 'default' }),
).map(([path, json]) => ccnlabParadigm(fileName(path), json));

const made: { readonly [K in Kind]?: readonly Kinds[K][] } = { paradigms: ccnlab };

const things = Object.fromEntries(kinds.map((kind) => [kind, index(kind)])) as unknown as {
  readonly [K in Kind]: ReadonlyMap<string, Kinds[K]>;
};

function index<K extends Kind>(kind: K): ReadonlyMap<string, Kinds[K]> {
  const found = new Map<string, Kinds[K]>((made[kind] ?? []).map((thing) => [thing.id, thing]));
  const own = files.filter(([path]) => path.replace(/^[./]+/, '').startsWith(`${kind}/`));
  if (own.length === 0) throw new Error(`there are no files of the kind '${kind}': name its folder above`);
  for (const [path, file] of own) {
    const thing = file.default as Kinds[K] | undefined;
    if (thing?.id !== fileName(path))
      throw new InputError(
        thing === undefined ? 'it has no default export' : `it declares the id '${thing.id}'`,
        `${path.startsWith('../../') ? '' : 'src/'}${path.replace(/^[./]+/, '')}`,
        `write \`export default define...({ id: '${fileName(path)}', ... })\`: the id is the file's name`,
      );
    found.set(thing.id, thing);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The last part of a path without its extension. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
}

const added = new Set<string>();

/** Whether a part is the user's own, which the program does not come with. */
export const isOwn = (kind: Kind, id: string): boolean => added.has(`${kind} ${id}`);

/**
 * Adds a part that the program does not come with.
 * @throws InputError where there is one of its id
 */
export function addPart<K extends Kind>(kind: K, thing: Kinds[K]): void {
  const there = things[kind] as Map<string, Kinds[K]>;
  if (there.has(thing.id))
    throw new InputError(
      `there is already another ${singular(kind)} '${thing.id}'`,
      kind,
      'give it another id and file name',
    );
  added.add(`${kind} ${thing.id}`);
  const sorted = [...there, [thing.id, thing] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  there.clear();
  for (const [id, one] of sorted) there.set(id, one);
}

/** All items of a kind, ordered by id. */
export function list<K extends Kind>(kind: K): readonly Kinds[K][] {
  return [...things[kind].values()];
}

/** @throws InputError with the nearest known id */
export function find<K extends Kind>(kind: K, id: string): Kinds[K] {
  const thing = (things[kind] as ReadonlyMap<string, Kinds[K]>).get(id);
  if (thing === undefined) throw unknownThing(kind, id, [...things[kind].keys()]);
  return thing;
}

const facts = new Map<string, Paradigm & WorldFacts>();

/** A paradigm with what its world asks of an agent at the default values. */
function withFacts(paradigm: Paradigm): Paradigm & WorldFacts {
  const { id, parameters } = paradigm;
  const known = facts.get(id) ?? { ...paradigm, ...worldFacts(paradigm.design(parseParameters(parameters, {}, id))) };
  facts.set(id, known);
  return known;
}

/** Everything registered, as specs are completed and checked with it. */
export const lookup: Lookup = {
  get<K extends Kind>(kind: K, id: string) {
    const thing = (things[kind] as ReadonlyMap<string, Kinds[K]>).get(id);
    return (kind === 'paradigms' && thing !== undefined ? withFacts(thing as Paradigm) : thing) as
      | Declared<K>
      | undefined;
  },
  ids: (kind) => [...things[kind].keys()],
};

/** Agents that learn from trials, in paradigms. */
export const trialAgents = (): readonly Agent[] => list('agents').filter((agent) => !actsInSteps(lookup, agent));

/** Agents that learn to act in stepped environments. */
export const controlAgents = (): readonly Agent[] => list('agents').filter((agent) => actsInSteps(lookup, agent));

export const controlEnvs = (): readonly ControlEnv[] => list('envs').filter((env) => env.kind === 'control');

/** Whether an id is that of a stepped environment. */
export const isControlEnv = (id: string): boolean => things.envs.get(id)?.kind === 'control';

// The functions below return one sort of a kind that has two, for callers that can use only that one.

/** @throws InputError for an id that is unknown, or of the other sort */
export function findTrialEnv(id: string): TrialEnv {
  const env = find('envs', id);
  if (env.kind !== 'control') return env;
  throw new InputError(`'${id}' is an environment, not a paradigm`, 'envs', `use it with phasic train`);
}

/** @throws InputError for an id that is unknown, or of a world of another sort */
export const findControlEnv = (id: string): ControlEnv => find('envs', findSteppedEnv(lookup, id).id) as ControlEnv;

/** @throws InputError for an id that is unknown, or learns in stepped environments */
export function findTrialArchitecture(id: string): TrialArchitecture {
  const architecture = find('architectures', id);
  if (architecture.timescale !== 'control') return architecture;
  throw new InputError(`architecture '${id}' is for stepped environments`, 'architectures', 'use it with phasic train');
}

/** @throws InputError for an id that is unknown, or learns from trials */
export function findControlArchitecture(id: string): ControlArchitecture {
  const architecture = find('architectures', id);
  if (architecture.timescale === 'control') return architecture;
  throw new InputError(`architecture '${id}' is for experiments of trials`, 'architectures', 'use it with phasic run');
}

/** @throws InputError for an id that is unknown, or learns in stepped environments */
export function findTrialRule(id: string): TrialRule {
  const rule = find('learning-rules', id);
  if (rule.timescale !== 'control') return rule;
  throw new InputError(
    `learning rule '${id}' is for stepped environments`,
    'learning-rules',
    'use it with phasic train',
  );
}

/** @throws InputError for an id that is unknown, or learns from trials */
export function findControlRule(id: string): ControlRule {
  const rule = find('learning-rules', id);
  if (rule.timescale === 'control') return rule;
  throw new InputError(
    `learning rule '${id}' is for experiments of trials`,
    'learning-rules',
    'use it with phasic run',
  );
}
