import type { Asking } from '../connection/client.ts';
import { externalStore } from './external-store.ts';

/** Something that the host is at, and that a person waits for. */
export interface LongWork {
  readonly id: number;
  /** Such as `Comparing the agents`. */
  readonly title: string;
  /** From 0 to 1, where it is known. */
  readonly share: number | undefined;
  stop(): void;
}

/** What takes longer than a moment, the oldest first. */
export const longWork = externalStore<{ readonly works: readonly LongWork[] }>({ works: [] });

/** What is done sooner is not worth a line that comes and goes (milliseconds). */
const momentMs = 300;
let next = 1;

/** It was given up, by a person or for something newer: no error. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** Given up for something newer: nothing to tell anybody. */
  readonly isOvertaken: boolean;

  constructor(title: string, isOvertaken: boolean) {
    super(`${title}: stopped.`);
    this.isOvertaken = isOvertaken;
  }
}

/**
 * Asks for what may take long. After a moment it is shown, with a way to stop it.
 * @param given gives it up for something newer
 * @throws Stopped where it was given up, and whatever `ask` throws
 */
export async function asLongWork<T>(
  title: string,
  ask: (asking: Asking) => Promise<T>,
  given?: AbortSignal,
): Promise<T> {
  const id = next++;
  const stopping = new AbortController();
  const signal = given === undefined ? stopping.signal : AbortSignal.any([given, stopping.signal]);
  const others = (): readonly LongWork[] => longWork.get().works.filter((work) => work.id !== id);
  const stop = (): void => stopping.abort();
  const show = (): void =>
    longWork.set({ works: [...others(), { id, title, share, stop }].sort((a, b) => a.id - b.id) });
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
