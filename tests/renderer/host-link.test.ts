import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HostChannel } from '../../renderer/connection/connect.ts';
import { HostLink, type LinkListeners } from '../../renderer/connection/host-link.ts';
import { NoAnswer } from '../../renderer/connection/no-answer.ts';
import { pair } from '../session/pair.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A link whose connection attempts have the results of `ways`, and all its notifications. */
function linked(ways: readonly (() => Promise<HostChannel>)[], onOpen: LinkListeners['onOpen'] = () => undefined) {
  const told: string[] = [];
  let tried = 0;
  const link = new HostLink(
    {
      onOpen(isAgain) {
        told.push(isAgain ? 'open again' : 'open');
        onOpen(isAgain);
      },
      onLost: () => told.push('lost'),
      onFailure: ({ what }) => told.push(what),
      onProgress: () => undefined,
      onFrame: () => undefined,
      onBench: () => undefined,
      onFile: () => undefined,
    },
    () => (ways[Math.min(tried++, ways.length - 1)] as () => Promise<HostChannel>)(),
  );
  return { link, told, tries: () => tried };
}

const absent = (): Promise<HostChannel> => Promise.reject(new NoAnswer('lost connection to Phasic'));

test('connecting to a missing program is retried until it is there', async () => {
  const { link, told } = linked([absent, absent, () => Promise.resolve(pair().face)]);
  await link.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(['lost', 'lost', 'open']);
});

test('a broken link is restored, and the page is notified of the new host', async () => {
  const first = pair();
  const { link, told } = linked([() => Promise.resolve(first.face), () => Promise.resolve(pair().face)]);
  await link.start();
  first.face.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(['open', 'lost', 'open again']);
});

test.each<[string, () => Promise<HostChannel>, LinkListeners['onOpen']]>([
  ['while connecting', () => Promise.reject(new TypeError('x is not a function')), () => undefined],
  [
    'after connecting',
    () => Promise.resolve(pair().face),
    () => {
      throw new TypeError('x is not a function');
    },
  ],
])('a defect %s is shown, and not silently retried', async (_, way, onOpen) => {
  const { link, told, tries } = linked([way], onOpen);
  await link.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tries()).toBe(1);
  expect(told.at(-1)).toBe('the page cannot connect to Phasic: x is not a function');
});
