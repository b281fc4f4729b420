import { didYouMean, InputError } from '../core/errors.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import type { PopulationMaker } from '../contracts/population.ts';
import type { Backend } from './backend.ts';
import { chooseNetworks, type Choosing } from './networks/choose.ts';

// A file in this folder is all it takes to add a backend.
const files = import.meta.glob<Backend>('./backends/*.ts', { eager: true, import: 'default' });

export const backends: readonly Backend[] = Object.values(files).sort((a, b) => a.place - b.place);

const ofPopulations = backends
  .flatMap(({ id, installed, populations }) => (populations === undefined ? [] : [{ id, installed, ...populations }]))
  .sort((a, b) => a.place - b.place);

const loaded = new Map<string, Promise<NetworkMaker>>();

/**
 * Makes networks on a named backend, or, under the name auto, on whichever is measured to be the fastest for each network.
 * @throws InputError for a name that is unknown, or a backend that does not work here
 */
export function networksFor(name: string): Promise<NetworkMaker> {
  const maker = loaded.get(name) ?? (name === 'auto' ? fastestNetworks() : loadNamed(name));
  loaded.set(name, maker);
  return maker;
}

/** @throws InputError for a name that is unknown */
export function findBackend(name: string, others: readonly string[] = []): Backend {
  const backend = backends.find(({ id }) => id === name);
  if (backend !== undefined) return backend;
  throw new InputError(
    `unknown backend '${name}'`,
    'backend',
    didYouMean(name, [...others, ...backends.map(({ id }) => id)]),
  );
}

const loadNamed = (name: string): Promise<NetworkMaker> => working(name, () => findBackend(name, ['auto']).networks());

/** @throws InputError where it does not work here */
async function working<Made>(name: string, load: () => Promise<Made>): Promise<Made> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${name} does not work here: ${(error as Error).message}`,
      'backend',
      'use auto; phasic doctor shows what works',
    );
  }
}

/**
 * What `auto` stands for.
 * @param told what was measured for each network
 */
export async function fastestNetworks(told?: Choosing['told']): Promise<NetworkMaker> {
  const candidates = [];
  for (const backend of backends) candidates.push((await backend.candidate?.()) ?? undefined);
  return chooseNetworks({
    makers: candidates.flatMap((one) => (one?.kind === 'loaded' ? [one.networks] : [])),
    now: () => performance.now(),
    late: candidates.flatMap((one) => (one?.kind === 'late' ? [one.late] : [])),
    told,
  });
}

/**
 * Populations on a named backend, or, under the name auto, on the fastest that is installed.
 * @throws InputError for a name that is unknown, or a backend that does not work here
 */
export function populationsFor(name: string): Promise<PopulationMaker> {
  const backend =
    name === 'auto'
      ? ofPopulations.find(({ auto, installed }) => auto === true && (installed?.() ?? true))
      : ofPopulations.find(({ id }) => id === name);
  if (backend !== undefined) return working(backend.id, () => backend.make());
  const names = ['auto', ...ofPopulations.map(({ id }) => id)];
  throw new InputError(`'${name}' computes no populations`, 'backend', didYouMean(name, names));
}

/** The name under which networksFor knows what a run stores as its backend. */
export const backendNameOf = (stored: string): string => stored.replace(/^tfjs-/, '').replace(/ \(software\)$/, '');

/** Whether networks of this name need a process of their own, and not only a thread. */
export const needProcess = (name: string): boolean =>
  backends.some(
    ({ id, ownProcess, installed }) =>
      ownProcess === true && (id === name || (name === 'auto' && installed?.() === true)),
  );
