import type { Asking } from '../connection/client.ts';
import { externalStore } from './external-store.ts';

/** A request that takes long, for which the user waits. */
export interface LongWork {
  readonly id: number;
  /** Such as `Comparing the agents`. */
  readonly title: string;
  /** From 0 to 1, if known. */
  readonly share: number | undefined;
  /** Id of a workspace that shows it itself. */
  readonly shownIn: string | undefined;
  stop(): void;
}

/** Requests that take longer than a moment, the oldest first. */
export const longWork = externalStore<{ readonly works: readonly LongWork[] }>({ works: [] });

/** Shorter requests are not displayed (milliseconds). */
const momentMs = 300;
let next = 1;

/** It was cancelled, by the user or by a newer request: not an error. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** Cancelled by a newer request: not reported. */
  readonly isOvertaken: boolean;

  constructor(title: string, isOvertaken: boolean) {
    super(`${title}: stopped.`);
    this.isOvertaken = isOvertaken;
  }
}

/**
 * Sends a request that may take long. After a moment it is displayed, with a button to stop it.
 * @param given cancels it for a newer request
 * @param shownIn id of a workspace that shows it itself
 * @throws Stopped if it was cancelled, and whatever `ask` throws
 */
export async function asLongWork<T>(
  title: string,
  ask: (asking: Asking) => Promise<T>,
  given?: AbortSignal,
  shownIn?: string,
): Promise<T> {
  const id = next++;
  const stopping = new AbortController();
  const signal = given === undefined ? stopping.signal : AbortSignal.any([given, stopping.signal]);
  const others = (): readonly LongWork[] => longWork.get().works.filter((work) => work.id !== id);
  const stop = (): void => stopping.abort();
  const show = (): void =>
    longWork.set({ works: [...others(), { id, title, share, shownIn, stop }].sort((a, b) => a.id - b.id) });
  let share: number | undefined;
  let isShown = false;
  const timer = setTimeout(() => {
    isShown = true;
    show();
  }, momentMs);
  try {
    return await ask({
      signal,
      onShare(now) {
        share = now;
        if (isShown) show();
      },
    });
  } catch (error) {
    throw signal.aborted ? new Stopped(title, given?.aborted === true) : error;
  } finally {
    clearTimeout(timer);
    if (isShown) longWork.set({ works: others() });
  }
}
