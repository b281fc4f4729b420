import { didYouMean, InputError } from '../core/errors.ts';
import type { Agent } from '../contracts/agent.ts';
import type { ControlArchitecture, TrialArchitecture } from '../contracts/architecture.ts';
import type { TrialEnv } from '../contracts/env.ts';
import { singular, type Kind, type Kinds } from '../contracts/kinds.ts';
import type { ControlRule, TrialRule } from '../contracts/learning-rule.ts';
import type { ControlEnv } from '../contracts/control-env.ts';
import { ccnlabParadigm } from '../paradigms/ccnlab/paradigm.ts';

type Files = Readonly<Record<string, { readonly default: unknown }>>;

// A file in one of these folders is all it takes to add a thing: the bundler finds it.
const folders: Readonly<Record<Kind, Files>> = {
  paradigms: import.meta.glob<{ default: unknown }>('../paradigms/{dopamine,choice,conditioning}/*.ts', {
    eager: true,
  }),
  agents: import.meta.glob<{ default: unknown }>('../agents/*.ts', { eager: true }),
  architectures: import.meta.glob<{ default: unknown }>('../architectures/*.ts', { eager: true }),
  objectives: import.meta.glob<{ default: unknown }>('../objectives/*.ts', { eager: true }),
  'learning-rules': import.meta.glob<{ default: unknown }>('../learning-rules/*.ts', { eager: true }),
  policies: import.meta.glob<{ default: unknown }>('../policies/*.ts', { eager: true }),
  manipulations: import.meta.glob<{ default: unknown }>('../manipulations/*.ts', { eager: true }),
  recordings: import.meta.glob<{ default: unknown }>('../recording/*.ts', { eager: true }),
  envs: import.meta.glob<{ default: unknown }>('../../envs/*.ts', { eager: true }),
};

// Experiments that are data: one JSON file each.
const ccnlab = Object.entries(
  import.meta.glob<unknown>('../paradigms/ccnlab/*.json', { eager: true, import: 'default' }),
).map(([path, json]) => ccnlabParadigm(fileName(path), json));

export const kinds = Object.keys(folders) as readonly Kind[];

const things: { readonly [K in Kind]: ReadonlyMap<string, Kinds[K]> } = {
  paradigms: index('paradigms', ccnlab),
  agents: index('agents'),
  architectures: index('architectures'),
  objectives: index('objectives'),
  'learning-rules': index('learning-rules'),
  policies: index('policies'),
  manipulations: index('manipulations'),
  recordings: index('recordings'),
  envs: index('envs'),
};

function index<K extends Kind>(kind: K, made: readonly Kinds[K][] = []): ReadonlyMap<string, Kinds[K]> {
  const found = new Map<string, Kinds[K]>(made.map((thing) => [thing.id, thing]));
  for (const [path, file] of Object.entries(folders[kind])) {
    const thing = file.default as Kinds[K];
    if (thing.id !== fileName(path))
      throw new Error(`${path} declares the id '${thing.id}': it must be the file's name, '${fileName(path)}'`);
    found.set(thing.id, thing);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A path's last part without its ending. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
}

/** All things of a kind, ordered by id. */
export function list<K extends Kind>(kind: K): readonly Kinds[K][] {
  return [...things[kind].values()];
}

/** @throws InputError with the nearest known id */
export function find<K extends Kind>(kind: K, id: string): Kinds[K] {
  const thing = (things[kind] as ReadonlyMap<string, Kinds[K]>).get(id);
  if (thing === undefined)
    throw new InputError(
      `unknown ${singular(kind)} '${id}'`,
      kind,
      didYouMean(id, [...things[kind].keys()], `\`phasic list ${kind}\` names all ${things[kind].size}`),
    );
  return thing;
}

/** Agents that learn from trials, in paradigms. */
export const trialAgents = (): readonly Agent[] =>
  list('agents').filter(({ learningRule }) => find('learning-rules', learningRule.id).timescale !== 'control');

/** Agents that learn to act in stepped worlds. */
export const controlAgents = (): readonly Agent[] =>
  list('agents').filter(({ learningRule }) => find('learning-rules', learningRule.id).timescale === 'control');

export const controlEnvs = (): readonly ControlEnv[] => list('envs').filter((env) => env.kind === 'control');

/** Whether an id is that of a stepped environment. */
export const isControlEnv = (id: string): boolean => things.envs.get(id)?.kind === 'control';

// What follows finds one sort of a kind that has two, for callers that can do nothing with the other.

/** @throws InputError for an id that is unknown, or of a world of another sort */
export function findTrialEnv(id: string): TrialEnv {
  const env = find('envs', id);
  if (env.kind !== 'control') return env;
  throw new InputError(`'${id}' is a world of steps, not of trials`, 'envs', `use it with phasic train`);
}

/** @throws InputError for an id that is unknown, or of a world of another sort */
export function findControlEnv(id: string): ControlEnv {
  const env = things.envs.get(id);
  if (things.paradigms.has(id))
    throw new InputError(`'${id}' is a paradigm, a world of trials`, 'envs', 'use it with phasic run');
  if (env === undefined)
    throw new InputError(
      `unknown world '${id}'`,
      'envs',
      didYouMean(
        id,
        list('envs')
          .filter(({ kind }) => kind === 'control')
          .map((one) => one.id),
      ),
    );
  if (env.kind === 'control') return env;
  throw new InputError(`'${id}' is a world of trials, not of steps`, 'envs', 'use a paradigm with phasic run');
}

/** @throws InputError for an id that is unknown, or learns in stepped worlds */
export function findTrialArchitecture(id: string): TrialArchitecture {
  const architecture = find('architectures', id);
  if (architecture.timescale !== 'control') return architecture;
  throw new InputError(`architecture '${id}' is for worlds of steps`, 'architectures', 'use it with phasic train');
}

/** @throws InputError for an id that is unknown, or learns from trials */
export function findControlArchitecture(id: string): ControlArchitecture {
  const architecture = find('architectures', id);
  if (architecture.timescale === 'control') return architecture;
  throw new InputError(`architecture '${id}' is for worlds of trials`, 'architectures', 'use it with phasic run');
}

/** @throws InputError for an id that is unknown, or learns in stepped worlds */
export function findTrialRule(id: string): TrialRule {
  const rule = find('learning-rules', id);
  if (rule.timescale !== 'control') return rule;
  throw new InputError(`learning rule '${id}' is for worlds of steps`, 'learning-rules', 'use it with phasic train');
}

/** @throws InputError for an id that is unknown, or learns from trials */
export function findControlRule(id: string): ControlRule {
  const rule = find('learning-rules', id);
  if (rule.timescale === 'control') return rule;
  throw new InputError(`learning rule '${id}' is for worlds of trials`, 'learning-rules', 'use it with phasic run');
}
