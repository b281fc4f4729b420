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
import { controlDefaults } from '../spec/spec.ts';
import type { ccnlabParadigm } from '../paradigms/ccnlab/paradigm.ts';

type PartFile = readonly [path: string, load: () => Promise<{ readonly default?: unknown }>];

// Adding a file to one of these folders is enough: the bundler finds it, and it is loaded when it is asked for. The bundler reads this list, and that
// of every-part.ts, as they stand, so that the folders cannot come from the table of kinds.
const files: readonly PartFile[] = Object.entries(
  import.meta.glob<{ default?: unknown }>([
    '../agents/*.ts',
    '../architectures/*.ts',
    '../learning-rules/*.ts',
    '../manipulations/*.ts',
    '../objectives/*.ts',
    '../paradigms/{dopamine,choice,conditioning}/*.ts',
    '../paradigms/ccnlab/*.json',
    '../policies/*.ts',
    '../recordings/*.ts',
    '../../envs/*.ts',
  ]),
);

/** How the program's own things of a kind are loaded, by id. */
const sources = Object.fromEntries(kinds.map((kind) => [kind, sourcesOf(kind)])) as Readonly<
  Record<Kind, ReadonlyMap<string, PartFile>>
>;

/** What is loaded, by id. */
const things = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as unknown as {
  readonly [K in Kind]: Map<string, Kinds[K]>;
};

function sourcesOf(kind: Kind): ReadonlyMap<string, PartFile> {
  const own = files.filter(([path]) => path.replace(/^[./]+/, '').startsWith(`${kind}/`));
  if (own.length === 0) throw new Error(`there are no files of the kind '${kind}': name its folder above`);
  return new Map(own.map((file) => [idOf(file[0]), file]));
}

/** What makes an experiment of data, loaded with the first of them: it reads designs, which few runs do. */
let ofData: typeof ccnlabParadigm | undefined;

async function loadOfData(): Promise<void> {
  ofData ??= (await import('../paradigms/ccnlab/paradigm.ts')).ccnlabParadigm;
}

/** @throws InputError for a file that does not declare a thing of its name */
function thingIn(path: string, file: { readonly default?: unknown }): Kinds[Kind] {
  // An experiment that is data.
  if (isData(path)) return (ofData as typeof ccnlabParadigm)(fileName(path), file.default);
  const thing = file.default as Kinds[Kind] | undefined;
  if (thing?.id === fileName(path)) return thing;
  throw new InputError(
    thing === undefined ? 'it has no default export' : `it declares the id '${thing.id}'`,
    `${path.startsWith('../../') ? '' : 'src/'}${path.replace(/^[./]+/, '')}`,
    `write \`export default define...({ id: '${fileName(path)}', ... })\`: the id is the file's name`,
  );
}

/** A thing that exists is asked for before it is loaded. */
export class NotLoadedError extends Error {}

/** Loads all there is. */
export async function loadAll(): Promise<void> {
  const { everyPart } = await import('./every-part.ts');
  await loadOfData();
  for (const kind of kinds)
    for (const [path] of sources[kind].values()) keep(kind, path, everyPart[path] as { readonly default?: unknown });
}

/** Loads everything of these names, of whatever kind, with what it refers to; other names are passed over. */
export async function load(names: Iterable<string>): Promise<void> {
  await Promise.all([...new Set(names)].flatMap((id) => kinds.map((kind) => loadOne(kind, id))));
}

async function loadOne(kind: Kind, id: string): Promise<void> {
  const source = sources[kind].get(id);
  if (source === undefined || things[kind].has(id)) return;
  const [path, read] = source;
  if (isData(path)) await loadOfData();
  await load(referredBy(kind, keep(kind, path, await read())));
}

/** The thing of a file, which is made once. */
function keep(kind: Kind, path: string, file: { readonly default?: unknown }): Kinds[Kind] {
  const there = things[kind] as Map<string, Kinds[Kind]>;
  const thing = there.get(idOf(path)) ?? thingIn(path, file);
  there.set(thing.id, thing);
  return thing;
}

/** The names of what a thing is used with when nothing else is asked for. */
function referredBy(kind: Kind, thing: Kinds[Kind]): readonly string[] {
  switch (kind) {
    case 'agents': {
      const { architecture, objective, learningRule, policy } = thing as Agent;
      return [architecture, objective, learningRule, ...(policy === undefined ? [] : [policy])].map(({ id }) => id);
    }
    case 'paradigms': {
      const { agent, recording } = thing as Paradigm;
      return [agent, recording.id, 'conditioning-chamber', 'choice-chamber'];
    }
    case 'envs':
      return 'agent' in thing ? [thing.agent, controlDefaults.recording.id] : [];
    default:
      return [];
  }
}

/** The id of what a file declares: its name, and of an experiment that is data its collection's too. */
function idOf(path: string): string {
  return isData(path) ? `ccnlab-${fileName(path)}` : fileName(path);
}

function isData(path: string): boolean {
  return path.endsWith('.json');
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
  if (exists(kind, thing.id))
    throw new InputError(
      `there is already another ${singular(kind)} '${thing.id}'`,
      kind,
      'give it another id and file name',
    );
  added.add(`${kind} ${thing.id}`);
  (things[kind] as Map<string, Kinds[K]>).set(thing.id, thing);
}

const exists = (kind: Kind, id: string): boolean => things[kind].has(id) || sources[kind].has(id);

/** The ids of a kind, in order, loaded or not. */
export const ids = (kind: Kind): readonly string[] =>
  [...new Set([...sources[kind].keys(), ...things[kind].keys()])].sort();

/**
 * All items of a kind, ordered by id.
 * @throws NotLoadedError unless all are loaded
 */
export const list = <K extends Kind>(kind: K): readonly Kinds[K][] => ids(kind).map((id) => find(kind, id));

/**
 * @throws InputError with the nearest known id
 * @throws NotLoadedError if it is not loaded
 */
export function find<K extends Kind>(kind: K, id: string): Kinds[K] {
  const thing = loaded(kind, id);
  if (thing === undefined) throw unknownThing(kind, id, ids(kind));
  return thing;
}

/** Undefined if there is no such thing. @throws NotLoadedError if it is not loaded */
function loaded<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
  const thing = (things[kind] as ReadonlyMap<string, Kinds[K]>).get(id);
  if (thing === undefined && exists(kind, id)) throw new NotLoadedError(`${kind}/${id} is not loaded`);
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
    const thing = loaded(kind, id);
    return (kind === 'paradigms' && thing !== undefined ? withFacts(thing as Paradigm) : thing) as
      | Declared<K>
      | undefined;
  },
  ids,
};

/** Agents that learn from trials, in paradigms. */
export const trialAgents = (): readonly Agent[] => list('agents').filter((agent) => !actsInSteps(lookup, agent));

/** Agents that learn to act in stepped environments. */
export const controlAgents = (): readonly Agent[] => list('agents').filter((agent) => actsInSteps(lookup, agent));

export const controlEnvs = (): readonly ControlEnv[] => list('envs').filter((env) => env.kind === 'control');

/** Whether an id is that of a stepped environment. */
export const isControlEnv = (id: string): boolean => loaded('envs', id)?.kind === 'control';

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
