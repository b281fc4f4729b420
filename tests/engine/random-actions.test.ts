import { expect, test } from 'vitest';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { randomReturn } from '../../src/engine/control/random-actions.ts';

const of = (env: string, parameters: Readonly<Record<string, number | string>> = {}) =>
  randomReturn(completeControlSpec({ world: { id: env, parameters }, seed: 3 }));

test.each([
  // A random walk practically never reaches the flag before the 200th step, and each step costs 1 (Gymnasium's
  // MountainCar-v0).
  ['mountain-car', {}, -200, 0],
  // Each of 100 pulls pays with probability one half, whichever arm is pulled: two arms with complementary
  // probabilities. Standard error 5 / sqrt(50 episodes).
  ['reversal-bandit', {}, 50, 4],
  // About 22 steps until the pole falls: Gymnasium's CartPole-v1 with random actions.
  ['cartpole', {}, 22, 5],
] as const)('random actions in %s have the known return', (env, parameters, expected, within) => {
  expect(Math.abs((of(env, parameters) as number) - expected)).toBeLessThanOrEqual(within);
});

test('a real-valued action is drawn from its whole range, and an environment whose episodes end too rarely has no random return', () => {
  // Pendulum-v1 with random torques: about -1200 in 200 steps.
  expect(Math.abs((of('pendulum') as number) + 1200)).toBeLessThan(200);
  expect(of('cliff-walking')).toBeUndefined();
});
