/** The clock and timers that a host runs on, so that tests can bring their own. */
export interface Scheduler {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Calls `task` as soon as the messages that wait have been handled. @returns cancels it */
  soon(task: () => void): () => void;
  /** @returns cancels it */
  later(task: () => void, milliseconds: number): () => void;
}

export const nodeScheduler: Scheduler = {
  now: () => performance.now(),
  soon(task) {
    const handle = setImmediate(task);
    return () => clearImmediate(handle);
  },
  later(task, milliseconds) {
    const handle = setTimeout(task, milliseconds);
    return () => clearTimeout(handle);
  },
};
