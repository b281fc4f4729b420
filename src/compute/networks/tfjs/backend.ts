import * as tf from '@tensorflow/tfjs-core';

/** Loads the code that registers a backend with tfjs; nothing if it is already registered. */
export type PrepareBackend = () => unknown;

const started = new Map<string, Promise<void>>();

/**
 * Loads and initialises a backend, once.
 * @param name as in tfjs
 * @throws Error if it does not start
 */
export async function startBackend(name: string, prepare: PrepareBackend): Promise<void> {
  const starting = started.get(name) ?? start(name, prepare);
  started.set(name, starting);
  await starting;
}

async function start(name: string, prepare: PrepareBackend): Promise<void> {
  // Without it the cpu backend prints an advertisement for another package.
  tf.enableProdMode();
  await prepare();
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend of tfjs does not start`);
}

/** Makes a started backend the current one. tfjs has one at a time per thread. */
export function useBackend(name: string): void {
  // No need to wait: a started backend is current as soon as the call returns.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}
