import type { Exported, Opened, Progress, Replies } from '../protocol/messages.ts';
import type { PackedUnitMap } from '../protocol/packed-units.ts';
import type { TrialFeed } from './trial-feed.ts';

/** A session of any world opened by a page: it runs, pauses, steps, and reports its state. */
export interface OpenSession {
  readonly kind: Opened['kind'];
  readonly id: number;
  /** Whether it has something new for the page. */
  readonly pending: boolean;
  /** Binary blocks sent with the messages; absent if the messages contain everything. */
  readonly feed?: TrialFeed;
  opened(): Opened;
  /** @param perSecond trials, or steps of each environment; null: as fast as possible */
  run(perSecond: number | null): void;
  pause(): void;
  /**
   * One trial or step.
   * @throws InputError if learning diverges
   */
  step(): void;
  /** @param whole with all results; without it, only those available at once */
  progress(whole: boolean): Progress;
  /**
   * Means of a group of units.
   * @param condition of trials, or an event of steps
   * @throws InputError for a group or a condition that it does not have, and for more units than a page may request
   */
  units(group: string, condition: string): PackedUnitMap;
  /**
   * @param event the event of an event figure
   * @throws InputError for a format that does not exist for its kind
   */
  export(what: Exported, event?: string): Promise<Replies['export']>;
  /** @throws InputError if it cannot be saved at this point, or cannot be written */
  save(runsFolder: string): Promise<Replies['save']>;
  /** Stops permanently. */
  close(): void;
}

export interface SessionListeners {
  /** The session advanced and still runs. */
  onSlice(): void;
  /** The session has stopped: paused, stepped, arrived or failed. */
  onStop(): void;
  /** Something failed outside of any request. */
  onError(error: unknown): void;
}

/** Error for an export that a session does not support. */
export const exportRefusal = (
  what: Exported,
  kind: Opened['kind'],
  able: readonly Exported[],
): readonly [what: string, remedy: string] => [
  `a session of ${kind} is not exported as '${what}'`,
  `ask for ${able.slice(0, -1).join(', ')} or ${able.at(-1)}`,
];
