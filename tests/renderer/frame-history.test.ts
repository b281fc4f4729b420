import { describe, expect, test } from 'vitest';
import { followingRange, followingSymmetricRange, rangeTicks } from '../../renderer/panels/games/trace-range.ts';
import { FrameHistory } from '../../renderer/store/control/history.ts';
import { Pace, paceText } from '../../renderer/store/control/pace.ts';
import type { ControlProgress } from '../../src/protocol/steps.ts';
import { axisLabels } from '../../src/figures/axis-labels.ts';

/** Frames of N steps each, with a reward of 1 per step, as one number per `ticksPer` steps. */
function historyOf(frames: readonly number[], ticksPer = 1): FrameHistory {
  const history = new FrameHistory();
  let from = 0;
  for (const ticks of frames) {
    const numbers = Math.ceil(ticks / ticksPer);
    const rewards = Array.from({ length: numbers }, (_, i) => Math.min(ticksPer, ticks - i * ticksPer));
    history.add({
      trace: {
        from,
        to: from + ticks,
        ticksPer,
        rpe: rewards.map(() => 0),
        value: rewards.map(() => 0),
        reward: rewards,
      },
    } as unknown as ControlProgress);
    from += ticks;
  }
  return history;
}

describe('looking back', () => {
  // Ten steps are one second in this environment.
  test.each([
    ['a quarter of real time, one frame per step', Array.from({ length: 200 }, () => 1), [10, 20, 30]],
    ['16 times real time, 2 or 3 steps per frame', Array.from({ length: 200 }, (_, i) => 2 + (i % 2)), [10, 20, 30]],
    ['full speed, 300 steps per frame', Array.from({ length: 200 }, () => 300), [300, 600, 900]],
  ])('goes back by one second of the environment at %s, or to the previous frame', (_, frames, expected) => {
    const history = historyOf(frames);
    let back = 0;
    for (const ticks of expected) {
      back = history.earlier(back, 10);
      expect(history.ticksBack(back)).toBeGreaterThanOrEqual(ticks);
      expect(history.ticksBack(back)).toBeLessThanOrEqual(ticks + Math.max(...frames) - 1);
    }
  });

  test('ends at the oldest frame', () => {
    const history = historyOf([3, 3, 3]);
    expect(history.earlier(0, 1000)).toBe(2);
    expect(history.earlier(2, 10)).toBe(2);
    expect(new FrameHistory().earlier(0, 10)).toBe(0);
  });
});

test('a constant reward per step is drawn at the same height for any number of steps per value', () => {
  for (const ticksPer of [1, 4, 7]) {
    const { ticks, reward } = historyOf([10, 25, 3], ticksPer).samples(38, 38);
    expect(new Set(reward)).toEqual(new Set([1]));
    expect(ticks.at(-1)).toBe(38);
    expect(ticks.every((tick, i) => i === 0 || tick > (ticks[i - 1] as number))).toBe(true);
  }
});

describe('the pace', () => {
  test.each([2.5, 10, 160])('of %s steps per second does not depend on the arrival of frames', (perSecond) => {
    const pace = new Pace();
    expect(pace.ticksPerSecond).toBeUndefined();
    for (let tick = 0; tick < perSecond * 5; tick++) pace.note(1000 + (tick * 1000) / perSecond, tick);
    expect(pace.ticksPerSecond).toBeCloseTo(perSecond, 6);
    pace.clear();
    expect(pace.ticksPerSecond).toBeUndefined();
  });

  test('is displayed as requested if it is reached, otherwise as measured', () => {
    expect(paceText(0.25, 0.251)).toBe('0.25 \u00D7 real time');
    expect(paceText(16, 9.31)).toBe('9.3 \u00D7 real time');
    expect(paceText(null, 1234.5)).toBe('1,200 \u00D7 real time');
    expect(paceText(4, undefined)).toBe('4 \u00D7 real time');
    expect(paceText(null, undefined)).toBe('full speed');
  });
});

describe('ranges that follow the data', () => {
  const rangeOf = (range: ReturnType<typeof followingRange>, low: number | null, high: number | null) =>
    range(undefined as never, low as never, high as never, 'y') as [number, number];

  test.each([
    [-2.69, 3.1],
    [0, 0.04],
    [-100, -1],
    [0, 7],
    [-0.1, 10],
    [null, null],
  ])('from %s to %s include the data and zero, and have three labelled ticks', (low, high) => {
    for (const range of [followingRange(), followingSymmetricRange()]) {
      const [from, to] = rangeOf(range, low, high);
      expect(from).toBeLessThanOrEqual(Math.min(0, low ?? 0));
      expect(to).toBeGreaterThanOrEqual(Math.max(0, high ?? 0));
      expect(new Set(axisLabels(rangeTicks(from, to))).size).toBe(3);
    }
  });

  test('grow immediately and shrink slowly', () => {
    const range = followingSymmetricRange();
    expect(rangeOf(range, -1, 1)).toEqual([-1, 1]);
    expect(rangeOf(range, -8, 1)).toEqual([-10, 10]);
    expect(rangeOf(range, -1, 1)).toEqual([-10, 10]);
    for (let k = 0; k < 200; k++) rangeOf(range, -1, 1);
    expect(rangeOf(range, -1, 1)).toEqual([-1, 1]);
  });
});
