import { expect, test } from 'vitest';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { Timeline } from '../../src/session/timeline.ts';
import { diverging, schultz } from './spec.ts';

test('rewinding repeats at most a 64th of the session', () => {
  const session = createTrialSession(schultz(1, { trainingTrials: 5_000 }));
  const timeline = new Timeline(session);
  for (let i = 0; i < timeline.trials; i++) timeline.step();
  for (const target of [0, 1, 79, 80, 2_500, 5_059]) {
    timeline.approach(target);
    expect(timeline.done).toBeLessThanOrEqual(target);
    expect(target - timeline.done).toBeLessThanOrEqual(Math.ceil(5_060 / 64));
  }
});

test('seeking restores the state of that trial', () => {
  const timeline = new Timeline(createTrialSession(schultz()));
  const states: number[][] = [];
  for (let i = 0; i <= 200; i++) {
    states.push([...timeline.session.weights]);
    timeline.step();
  }
  for (const target of [200, 3, 150, 0, 149, 150]) {
    timeline.approach(target);
    while (timeline.done < target) timeline.step();
    expect([...timeline.session.weights]).toEqual(states[target]);
  }
});

test('after the last trial a step does nothing', () => {
  const timeline = new Timeline(createTrialSession(schultz(1, { trainingTrials: 10 })));
  for (let i = 0; i < timeline.trials + 5; i++) timeline.step();
  expect(timeline.done).toBe(timeline.trials);
});

test('a trial that diverges is undone', () => {
  const timeline = new Timeline(createTrialSession(completeTrialSpec(diverging)));
  let before = 0;
  expect(() => {
    for (;;) {
      before = timeline.done;
      timeline.step();
    }
  }).toThrow('learning diverged');
  expect(timeline.done).toBe(before);
  expect(timeline.session.weights.every(Number.isFinite)).toBe(true);
  expect(() => timeline.step()).toThrow(`trial ${before + 1}: learning diverged`);
});
