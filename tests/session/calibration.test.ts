import { describe, expect, test } from 'vitest';
import type { ControlFrame } from '../../src/protocol/steps.ts';
import { framesOf, openControl } from './open-control.ts';

/** Deviation of a sum of n independent draws with given probabilities that is exceeded with a probability of at most `risk` (Bernstein's inequality; Freedman 1975 for sequential draws). */
function bound(variance: number, risk: number): number {
  const weight = Math.log(2 / risk) / 3;
  return weight + Math.sqrt(weight * weight + 6 * weight * variance);
}

const edges = [0, 0.1, 0.3, 0.7, 0.9, 1];
/** Probability that the test fails although the program is correct. */
const risk = 1e-6;

/**
 * Distance of the counts of a marked action from the sum of its displayed probabilities, in units of the allowed deviation: the maximum over
 * all actions and ranges of the probability.
 */
function miscalibration(frames: readonly ControlFrame[], marked: (frame: ControlFrame) => number | null): number {
  const choices = frames.filter(({ policy }) => policy.length > 0);
  const actions = choices[0]?.policy.map((_, action) => action) ?? [];
  const groups = actions.flatMap((action) =>
    edges
      .slice(1)
      .map((to, i) =>
        choices
          .map((frame) => ({ p: frame.policy[action] as number, hit: marked(frame) === action ? 1 : 0 }))
          .filter(({ p }) => p >= (edges[i] as number) && (p < to || to === 1)),
      ),
  );
  return Math.max(
    ...groups.map(
      (group) =>
        Math.abs(group.reduce((sum, { p, hit }) => sum + hit - p, 0)) /
        bound(
          group.reduce((sum, { p }) => sum + p * (1 - p), 0),
          risk,
        ),
    ),
  );
}

const epsilonNetwork = {
  learningStarts: 200,
  bufferSize: 1000,
  trainFrequency: 64,
  explorationInitial: 0.2,
  explorationFinal: 0.2,
  units: 16,
};

describe('the marked action was chosen with the displayed probabilities', () => {
  test.each<
    [
      string,
      { readonly world: object | string; readonly agent: string; readonly worlds: number },
      Readonly<Record<string, number>>,
    ]
  >([
    ['a softmax actor', { world: 'cartpole', agent: 'actor-critic-tiles', worlds: 1 }, {}],
    ['a softmax actor in four environments', { world: 'cartpole', agent: 'actor-critic-tiles', worlds: 4 }, {}],
    [
      'with a quarter of actions repeating the last one',
      { world: { id: 'cartpole', parameters: { stickyProbability: 0.25 } }, agent: 'actor-critic-tiles', worlds: 2 },
      {},
    ],
    ['an epsilon-greedy table', { world: 'frozen-lake', agent: 'q-table', worlds: 4 }, {}],
    ['epsilon-greedy values that learn at each step', { world: 'cartpole', agent: 'q-tiles', worlds: 1 }, {}],
    [
      'values that are updated by a step into the same state',
      { world: 'restless-bandit', agent: 'q-table', worlds: 1 },
      { learningRate: 0.8 },
    ],
    ['an epsilon-greedy network', { world: 'cartpole', agent: 'dqn', worlds: 1 }, epsilonNetwork],
  ])('%s', (_, spec, changed) => {
    const frames = framesOf(openControl(spec, changed, { learned: 6000 }), 2500);
    expect(frames.filter(({ chosen }) => chosen !== null).length).toBeGreaterThan(2000);
    expect(miscalibration(frames, ({ chosen }) => chosen)).toBeLessThan(1);
    // The test is sensitive: the previous action, chosen in another state, fails it.
    expect(miscalibration(frames, ({ action }) => action)).toBeGreaterThan(3);
  });
});

describe('values displayed together belong together', () => {
  const frames = framesOf(
    openControl({ world: 'cartpole', agent: 'actor-critic-tiles', worlds: 2 }, {}, { learned: 4000, learns: false }),
    3000,
  );

  test('value, policy and choice belong to the displayed state, RPE and reward to the step that led there', () => {
    const steps = frames
      .slice(1)
      .map((frame, i) => ({ before: frames[i] as ControlFrame, frame }))
      .filter(({ before, frame }) => before.chosen !== null && frame.value !== null);
    expect(steps.length).toBeGreaterThan(2500);
    for (const { before, frame } of steps) {
      // Learning is off, and the agent's discount is 1.
      expect(frame.rpe).toBeCloseTo((frame.reward as number) + (frame.value as number) - (before.value as number), 9);
      // The environment has no sticky actions, so the chosen action is executed.
      expect(frame.action).toBe(before.chosen);
    }
  });

  test('at the end of an episode no action is chosen, and the value is 0; at the start there is no previous step', () => {
    const ends = frames.filter(({ chosen }) => chosen === null);
    expect(ends.length).toBeGreaterThan(5);
    for (const end of ends)
      expect(end).toMatchObject({ policy: [], action: expect.any(Number), rpe: expect.any(Number), reward: 1 });
    expect(ends.some(({ value }) => value === 0)).toBe(true);
    expect(openControl({ world: 'cartpole', agent: 'actor-critic-tiles' }).control.progress().frame).toMatchObject({
      episode: 1,
      episodeSteps: 0,
      action: null,
      rpe: null,
      reward: null,
      happened: [],
      chosen: expect.any(Number),
      policy: [0.5, 0.5],
    });
  });
});
