import { InputError } from '../../src/core/errors.ts';
import type { Multiverse, MultiverseInput } from '../../src/recorded/photometry/multiverse.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import type { Asking } from '../connection/client.ts';

export type MultiverseWork = Omit<MultiverseInput, 'told' | 'pipelines'>;

/** From the worker: progress, then what came out. */
export type MultiverseMessage =
  | { readonly share: number }
  | { readonly result: Multiverse }
  | { readonly error: ErrorLine };

/**
 * Scores models in a worker of their own, so that the page stays free and the work can be stopped.
 * @throws InputError for what cannot be scored, and if it was stopped
 */
export function multiverseRun(work: MultiverseWork, { signal, onShare }: Asking): Promise<Multiverse> {
  const worker = new Worker(new URL('./multiverse-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Multiverse>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new InputError('it was stopped', 'multiverse', 'start it again')));
    worker.addEventListener('error', () =>
      reject(new InputError('preprocessing it failed', 'multiverse', 'check the signal and its control')),
    );
    worker.addEventListener('message', ({ data }: MessageEvent<MultiverseMessage>) => {
      if ('share' in data) onShare?.(data.share);
      else if ('result' in data) resolve(data.result);
      else reject(new InputError(data.error.what, data.error.where, data.error.remedy));
    });
    worker.postMessage(work, { transfer: [] });
  }).finally(() => worker.terminate());
}
