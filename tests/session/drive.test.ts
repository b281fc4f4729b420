import { expect, test } from 'vitest';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { Drive } from '../../src/session/drive.ts';
import { Timeline } from '../../src/session/timeline.ts';
import { handClock, type HandClock } from './hand-clock.ts';
import { schultz } from './spec.ts';

function driven(): { clock: HandClock; timeline: Timeline; drive: Drive; stops: string[] } {
  const clock = handClock();
  const timeline = new Timeline(createTrialSession(schultz()));
  const stops: string[] = [];
  const drive = new Drive(timeline, clock, {
    onSlice: () => undefined,
    onArrival: () => stops.push('arrived'),
    onError: () => stops.push('failed'),
  });
  return { clock, timeline, drive, stops };
}

test.each([0.5, 2, 10, 60, 333, 1000])('a run at %s trials/s keeps its pace', (perSecond) => {
  const { clock, timeline, drive, stops } = driven();
  drive.run({ perSecond, until: 360 });
  clock.advance(0);
  expect(timeline.done).toBe(1);
  const seconds = Math.min(8, 300 / perSecond);
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed += 5) clock.advance(5);
  // The number due, less the trials of one screen refresh.
  expect(timeline.done).toBeGreaterThanOrEqual(Math.floor(1 + seconds * perSecond - perSecond * 0.017) - 1);
  expect(timeline.done).toBeLessThanOrEqual(1 + Math.ceil(seconds * perSecond));
  expect(stops).toEqual([]);
});

test('a run stops at its end, and once', () => {
  const { clock, timeline, drive, stops } = driven();
  drive.run({ perSecond: 1000, until: 42 });
  clock.advance(5000);
  expect(timeline.done).toBe(42);
  expect(stops).toEqual(['arrived']);
  expect(drive.running).toBe(false);
});

test('a stopped run does nothing more', () => {
  const { clock, timeline, drive } = driven();
  drive.run({ perSecond: 100, until: 360 });
  clock.advance(100);
  drive.stop();
  const { done } = timeline;
  clock.advance(1000);
  expect(timeline.done).toBe(done);
});

test('repeated changes of speed neither add trials nor stop the run', () => {
  const { clock, timeline, drive } = driven();
  drive.run({ perSecond: 10, until: 360 });
  for (let i = 0; i < 100; i++) {
    clock.advance(1);
    drive.run({ perSecond: 10, until: 360 });
  }
  expect(timeline.done).toBeLessThanOrEqual(2);
  clock.advance(1000);
  expect(timeline.done).toBeGreaterThanOrEqual(10);
});

test('after sleep, the machine does not catch up the lost time', () => {
  const { clock, timeline, drive } = driven();
  drive.run({ perSecond: 10, until: 360 });
  clock.advance(1000);
  const before = timeline.done;
  expect(before).toBeGreaterThan(5);
  clock.sleep(60_000);
  clock.advance(1000);
  // Otherwise the 600 trials of the lost minute would be due, and the session would run to its end at once.
  expect(timeline.done).toBeLessThan(360);
});
