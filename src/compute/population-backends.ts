import { didYouMean, InputError } from '../core/errors.ts';
import type { PopulationMaker } from '../contracts/population.ts';
import { networkBackends, networksFor, wasmFolder } from './network-backends.ts';

/** Backends of tfjs that populations can be computed on, the fastest first. */
const backends = ['cuda', 'wasm', 'native', 'cpu'] as const;

/**
 * Populations on a named backend, or, under the name auto, on a GPU where TensorFlow was set up with one and else on wasm.
 * @throws InputError for a name that is unknown, or a backend that does not work here
 */
export async function populationsFor(name: string): Promise<PopulationMaker> {
  const backend = name === 'auto' ? fastest() : backends.find((one) => one === name);
  if (backend === undefined)
    throw new InputError(`'${name}' computes no populations`, 'backend', didYouMean(name, ['auto', ...backends]));
  // It starts the backend, and says what is amiss where that cannot be.
  await networksFor(backend);
  const { createPopulations } = await import('./populations/populations.ts');
  return createPopulations(backend, { wasmFolder: wasmFolder() });
}

const fastest = (): (typeof backends)[number] =>
  networkBackends.find(({ name }) => name === 'cuda')?.installed?.() === true ? 'cuda' : 'wasm';
