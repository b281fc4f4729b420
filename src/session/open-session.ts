import type { Exported, Opened, Progress, Replies } from '../protocol/messages.ts';
import type { TrialFeed } from './trial-feed.ts';

/** A session that a page has open, of whatever world: it runs, pauses, steps, and says what it shows. */
export interface OpenSession {
  readonly kind: Opened['kind'];
  readonly id: number;
  /** Whether it has something that the page has not been shown. */
  readonly pending: boolean;
  /** Blocks of what is shown, which go beside the messages; absent where the messages hold it all. */
  readonly feed?: TrialFeed;
  opened(): Opened;
  /** @param perSecond trials, or steps of each world; null: as fast as it goes */
  run(perSecond: number | null): void;
  pause(): void;
  /**
   * One trial or step.
   * @throws InputError when learning diverges
   */
  step(): void;
  /** @param whole with everything that can be said; without it, what can be said at once */
  progress(whole: boolean): Progress;
  /**
   * @param event of a figure of events
   * @throws InputError for what is not exported of its kind
   */
  export(what: Exported, event?: string): Promise<Replies['export']>;
  /** @throws InputError where it is not at a point at which it is saved, or cannot be written */
  save(runsFolder: string): Promise<Replies['save']>;
  /** Stops for good. */
  close(): void;
}

export interface SessionListeners {
  /** The session moved on and runs still. */
  onSlice(): void;
  /** The session stands still: paused, stepped, arrived or failed. */
  onStop(): void;
  /** What no request waits for failed. */
  onError(error: unknown): void;
}

/** What is refused of a session because it cannot be exported so. */
export const exportRefusal = (
  what: Exported,
  kind: Opened['kind'],
  able: readonly Exported[],
): readonly [what: string, remedy: string] => [
  `a session of ${kind} is not exported as '${what}'`,
  `ask for ${able.slice(0, -1).join(', ')} or ${able.at(-1)}`,
];
