import type { Scheduler } from '../../src/session/scheduler.ts';

export interface HandClock extends Scheduler {
  /** Lets time pass, and runs due timers in order. */
  advance(milliseconds: number): void;
  /** Lets time pass without running timers, like a sleeping machine. */
  sleep(milliseconds: number): void;
}

/** A clock that advances only on request. Work takes no time, except that each reading takes `lookMs`, if given. */
export function handClock(lookMs = 0): HandClock {
  let now = 0;
  let waiting: { at: number; task: () => void }[] = [];
  const later = (task: () => void, milliseconds: number): (() => void) => {
    const entry = { at: now + milliseconds, task };
    waiting.push(entry);
    return () => {
      waiting = waiting.filter((other) => other !== entry);
    };
  };
  function advance(milliseconds: number): void {
    const end = now + milliseconds;
    for (;;) {
      const due = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      waiting = waiting.filter((other) => other !== due);
      now = Math.max(now, due.at);
      due.task();
    }
    now = Math.max(now, end);
  }
  return {
    now: () => (now += lookMs),
    soon: (task) => later(task, 0),
    later,
    advance,
    sleep: (milliseconds) => void (now += milliseconds),
  };
}
