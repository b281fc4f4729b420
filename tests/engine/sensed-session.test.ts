import { expect, test } from 'vitest';
import { parseDesign } from '../../src/contracts/design-schema.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { sensedSession } from '../../src/engine/sensed-session.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { recordedSession } from '../../src/recorded/session.ts';
import { foundOf, mappingOf } from '../recorded/found.ts';

/** Free rewards, none of them on the agent's grid. */
const rewards = [5.037, 15.091, 27.444];

const found = foundOf({ events: [{ id: 'water', times: Float64Array.from(rewards) }] });
const { design, startSeconds } = recordedSession(
  found,
  mappingOf({ rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }] }),
);

function sensed(recording: Parameters<typeof completeTrialSpec>[0]['recording'], agent = 'rescorla-wagner') {
  const spec = completeTrialSpec({ world: 'own-design', design: parseDesign(design, 'test'), agent, recording });
  const session = createTrialSession(spec);
  session.advance(Infinity);
  return sensedSession(session);
}

test("a sensor's response starts at the next of its steps after the recorded event, not at the agent's step", () => {
  const { stepSeconds, all, negative } = sensed({
    id: 'fscv',
    parameters: { uptakeSeconds: 0, electrodeSeconds: 0.5, gainPositive: 50 },
  });
  expect(stepSeconds).toBeLessThanOrEqual(0.02);
  const since = (rewards[0] as number) - startSeconds;
  const first = all.findIndex((value) => value !== 0);
  expect(first * stepSeconds).toBeGreaterThanOrEqual(since - 1e-9);
  expect(first * stepSeconds).toBeLessThan(since + stepSeconds);
  // 50 exp(-t / 0.5 s) nM as means over steps: the RPE of the first free reward is its size.
  for (const k of [0, 7, 30]) {
    const [from, to] = [k * stepSeconds, (k + 1) * stepSeconds];
    const mean = (50 * 0.5 * (Math.exp(-from / 0.5) - Math.exp(-to / 0.5))) / stepSeconds;
    expect(all[first + k]).toBeCloseTo(mean, 9);
  }
  expect(negative.every((value) => value === 0)).toBe(true);
  // The next rewards are not on any grid: what is left of the last response only decays until then.
  for (const reward of rewards.slice(1)) {
    const containing = Math.floor((reward - startSeconds) / stepSeconds);
    const decay = Math.exp(-stepSeconds / 0.5);
    expect(all[containing]).toBeCloseTo(decay * (all[containing - 1] as number), 12);
    expect(all[containing + 1] as number).toBeGreaterThan(10);
  }
});

test.each(['dlight', 'gcamp6m', 'spikes', 'microdialysis'])('%s shows its expectation, without noise', (id) => {
  const one = sensed({ id });
  // Nothing before the first reward, whatever its noise, movement or Poisson spikes are.
  const before = one.all.subarray(0, Math.floor((5.037 - startSeconds) / one.stepSeconds));
  expect(before.every((value) => Math.abs(value) < 1e-9)).toBe(true);
  expect(sensed({ id })).toEqual(one);
});

test('agents in continuous time have it at their events as well', () => {
  const { all, stepSeconds } = sensed({ id: 'fscv' }, 'td-csc');
  const since = (rewards[0] as number) - startSeconds;
  const first = all.findIndex((value) => Math.abs(value) > 1e-9);
  expect(first * stepSeconds).toBeGreaterThanOrEqual(since - 1e-9);
  expect(first * stepSeconds).toBeLessThan(since + stepSeconds);
});
