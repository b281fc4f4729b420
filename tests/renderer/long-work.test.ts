import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Asking } from '../../renderer/connection/client.ts';
import { asLongWork, longWork, Stopped } from '../../renderer/store/long-work.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends on request, or is cancelled. */
function work() {
  let finish: (value: string) => void = () => undefined;
  let asking: Asking = {};
  const ask = (given: Asking): Promise<string> => {
    asking = given;
    return new Promise((resolve, reject) => {
      finish = resolve;
      given.signal?.addEventListener('abort', () => reject(new Error('stopped before it was done')));
    });
  };
  return { ask, finish: (value: string) => finish(value), share: (share: number) => asking.onShare?.(share) };
}

const titles = (): readonly string[] => longWork.get().works.map(({ title }) => title);

test('short work is never shown', async () => {
  const one = work();
  const answer = asLongWork('Opening', one.ask);
  await vi.advanceTimersByTimeAsync(200);
  one.finish('open');
  expect(await answer).toBe('open');
  await vi.advanceTimersByTimeAsync(1000);
  expect(titles()).toEqual([]);
});

test('longer work is shown with its progress until it is finished', async () => {
  const one = work();
  const answer = asLongWork('Comparing', one.ask);
  one.share(0.25);
  await vi.advanceTimersByTimeAsync(400);
  expect(longWork.get().works).toMatchObject([{ title: 'Comparing', share: 0.25 }]);
  one.share(0.5);
  expect(longWork.get().works).toMatchObject([{ title: 'Comparing', share: 0.5 }]);
  one.finish('compared');
  await answer;
  expect(titles()).toEqual([]);
});

test('work that is stopped by a user, or replaced by a newer request, is not an error', async () => {
  const [one, other] = [work(), work()];
  const first = asLongWork('One', one.ask).catch((error: unknown) => error);
  const newer = new AbortController();
  const second = asLongWork('Other', other.ask, newer.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(400);
  expect(titles()).toEqual(['One', 'Other']);
  longWork.get().works[0]?.stop();
  newer.abort();
  expect(await first).toMatchObject({ isOvertaken: false });
  expect(await second).toMatchObject({ isOvertaken: true });
  expect([await first, await second].every((error) => error instanceof Stopped)).toBe(true);
  expect(titles()).toEqual([]);
});

test('an error is an error', async () => {
  await expect(asLongWork('One', () => Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError);
});
