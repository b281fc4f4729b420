import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataWorker } from '../../renderer/data/data-worker.ts';

/** A worker that says what it is told to say. */
class StuckWorker extends EventTarget {
  static last: StuckWorker;
  isEnded = false;
  constructor() {
    super();
    StuckWorker.last = this;
  }
  postMessage(): void {}
  terminate(): void {
    this.isEnded = true;
  }
  says(reading: string): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: { reading } }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', StuckWorker);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a reading that gets no further for a minute is ended in one line, and nothing is asked of it any more', async () => {
  const worker = new DataWorker('damaged.nwb');
  const opened = worker.request('example', {});
  const line = 'damaged.nwb: reading it got no further for 60 s, and was ended; it may be damaged';
  const refused = expect(opened).rejects.toThrow(line);
  StuckWorker.last.says('begins');
  vi.advanceTimersByTime(59_000);
  // A large file that is whole gets further each time.
  StuckWorker.last.says('further');
  vi.advanceTimersByTime(59_000);
  expect(StuckWorker.last.isEnded).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(StuckWorker.last.isEnded).toBe(true);
  await refused;
  await expect(worker.request('example', {})).rejects.toThrow(line);
});

test('what is computed after reading may take its time', () => {
  const worker = new DataWorker('large.nwb');
  StuckWorker.last.says('begins');
  StuckWorker.last.says('ends');
  vi.advanceTimersByTime(3_600_000);
  expect(StuckWorker.last.isEnded).toBe(false);
  worker.stop();
});
