import * as tf from '@tensorflow/tfjs-core';

/** Loads what makes a backend known to tfjs; nothing for one that is registered with it already. */
export type PrepareBackend = () => unknown;

const started = new Map<string, Promise<void>>();

/**
 * Loads a backend and makes it ready, once.
 * @param name as tfjs knows it
 * @throws Error where it does not start
 */
export async function startBackend(name: string, prepare: PrepareBackend): Promise<void> {
  const starting = started.get(name) ?? start(name, prepare);
  started.set(name, starting);
  await starting;
}

async function start(name: string, prepare: PrepareBackend): Promise<void> {
  // Without it the cpu backend advertises another package on the console.
  tf.enableProdMode();
  await prepare();
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend of tfjs does not start`);
}

/** Makes a started backend the one that computes. tfjs has one at a time, for the whole thread. */
export function useBackend(name: string): void {
  // Nothing to wait for: a started backend is current as soon as the call returns.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}
