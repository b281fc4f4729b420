/** The clock and timers of a host, replaceable in tests. */
export interface Scheduler {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Calls `task` as soon as waiting messages have been handled. @returns a function that cancels it */
  soon(task: () => void): () => void;
  /** @returns a function that cancels it */
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
