import { didYouMean, InputError } from '../core/errors.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import type { PopulationMaker } from '../contracts/population.ts';
import type { Backend } from './backend.ts';
import { chooseNetworks, type Choosing } from './networks/choose.ts';

// Adding a file to this folder is enough to add a backend.
const files = import.meta.glob<Backend>('./backends/*.ts', { eager: true, import: 'default' });

export const backends: readonly Backend[] = Object.values(files).sort((a, b) => a.place - b.place);

const ofPopulations = backends
  .flatMap(({ id, installed, populations }) => (populations === undefined ? [] : [{ id, installed, ...populations }]))
  .sort((a, b) => a.place - b.place);

const loaded = new Map<string, Promise<NetworkMaker>>();

/**
 * Creates networks on a named backend or, with the name auto, on the fastest measured one for each network.
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

/** @throws InputError if it does not work here */
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
 * The networks behind `auto`.
 * @param told called with the measurements for each network
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
 * Populations on a named backend or, with the name auto, on the fastest installed one.
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

/** Maps the backend name stored with a run to the name that networksFor expects. */
export const backendNameOf = (stored: string): string => stored.replace(/^tfjs-/, '').replace(/ \(software\)$/, '');

/** Whether networks of this backend need a separate process, not only a thread. */
export const needProcess = (name: string): boolean =>
  backends.some(
    ({ id, ownProcess, installed }) =>
      ownProcess === true && (id === name || (name === 'auto' && installed?.() === true)),
  );
