import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ControlIntervention } from '../../src/contracts/control-changes.ts';
import { ManipulatedSteps } from '../../src/engine/control/manipulated-steps.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import type { Worlds } from '../../src/engine/control/worlds.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';

interface Step {
  readonly happened: number;
  readonly reward: number;
  readonly ended: boolean;
}

const worldsAt = (step: readonly Step[]): Worlds =>
  ({
    happened: Int32Array.from(step, (one) => one.happened),
    rewards: Float64Array.from(step, (one) => one.reward),
    starts: Uint8Array.from(step, (one) => (one.ended ? 1 : 0)),
    hide: () => undefined,
  }) as unknown as Worlds;

/** Whether a step is in a window, by its definition: after any event of the same episode. */
function isInWindow(
  course: readonly Step[],
  at: number,
  { event, delay, steps }: NonNullable<ControlIntervention['window']>,
): boolean {
  const episode = (k: number): number => course.slice(0, k).filter(({ ended }) => ended).length;
  return course.some(({ happened, reward }, k) => {
    const isEvent = event === 'reward' ? reward !== 0 : ((happened >> event) & 1) === 1;
    return isEvent && episode(k) === episode(at) && at >= k + delay && at < k + delay + steps;
  });
}

describe('interventions on the steps of environments', () => {
  const stepArbitrary = fc.record({
    happened: fc.integer({ min: 0, max: 3 }),
    reward: fc.constantFrom(0, 0, 1, -2),
    ended: fc.boolean(),
  });
  const windowArbitrary = fc.record({
    event: fc.constantFrom(0, 1, 'reward' as const),
    delay: fc.integer({ min: 0, max: 3 }),
    steps: fc.integer({ min: 1, max: 3 }),
  });
  const interventionArbitrary = fc.record({
    during: fc.record({ from: fc.integer({ min: 0, max: 12 }), until: fc.constantFrom(7, 20, Infinity) }),
    window: fc.option(windowArbitrary, { nil: undefined }),
    gainPositive: fc.constantFrom(0, 0.5, 1, 2),
    gainNegative: fc.constantFrom(0, 0.5, 1, 2),
    added: fc.constantFrom(0, 1, -3),
  });

  test('act in order, each in its steps and windows, with separate gains for each sign', () => {
    fc.assert(
      fc.property(
        fc.array(interventionArbitrary, { maxLength: 3 }),
        fc.array(fc.tuple(stepArbitrary, stepArbitrary), { maxLength: 25 }),
        fc.constantFrom(1.5, -2),
        (given, course, error) => {
          const interventions = given.map(({ window, ...rest }): ControlIntervention =>
            window === undefined ? rest : { ...rest, window },
          );
          const manipulated = new ManipulatedSteps(
            interventions.map((intervention) => ({ intervention })),
            2,
          );
          course.forEach((step, k) => {
            const taken = 2 * k;
            manipulated.look(worldsAt(step), taken);
            for (const world of [0, 1] as const) {
              const own = course.map((both) => both[world]);
              let expected = error;
              for (const { during, window, gainPositive, gainNegative, added } of interventions) {
                if (
                  taken < during.from ||
                  taken >= during.until ||
                  (window !== undefined && !isInWindow(own, k, window))
                )
                  continue;
                expected = (expected > 0 ? gainPositive : gainNegative) * expected + added;
              }
              expect(manipulated.changed(manipulated.active[world] as number, error)).toBe(expected);
            }
          });
        },
      ),
    );
  });
});

/** A table that learns a k-armed bandit, with the pulls of each arm. */
function pulls(manipulations: readonly { readonly id: string; readonly parameters: object }[], ticks: number) {
  const spec = completeControlSpec({
    world: { id: 'bandit', parameters: { arms: 3, rewards: 'chance' } },
    agent: {
      id: 'q-table',
      objective: { id: 'discounted-return', parameters: { discount: 0 } },
      learningRule: { id: 'q-control', parameters: { learningRate: 0.2 } },
    },
    manipulations: manipulations as never,
    seed: 3,
  });
  const session = new ControlSession(spec, fusedNetworks);
  const taken: { readonly arm: number; readonly reward: number; readonly rpe: number }[] = [];
  let chosen = session.acting.actions[0] as number;
  session.onStep(({ acting, worlds }) => {
    taken.push({ arm: chosen, reward: worlds.rewards[0] as number, rpe: acting.signals.rpe[0] as number });
    chosen = acting.actions[0] as number;
  });
  session.advance(ticks);
  return { taken, values: session.acting.state()['weights'] as Float64Array };
}

describe('a bandit', () => {
  const rewardedPulls = (taken: ReturnType<typeof pulls>['taken'], arm: number): number =>
    taken.filter((pull) => pull.arm === arm && pull.reward === 1).length;

  test('without negative errors values only increase: 1 - (1 - α)^n after n rewarded pulls, for any number of unrewarded ones', () => {
    const { taken, values } = pulls([{ id: 'rpe-gains', parameters: { gainNegative: 0 } }], 400);
    expect(taken.some(({ reward }) => reward === 0)).toBe(true);
    for (const arm of [0, 1, 2]) expect(values[arm]).toBeCloseTo(1 - 0.8 ** rewardedPulls(taken, arm), 12);
    for (const { rpe } of taken) expect(rpe).toBeGreaterThanOrEqual(0);
  });

  test('without positive errors nothing is ever learned from reward', () => {
    const { values } = pulls([{ id: 'rpe-gains', parameters: { gainPositive: 0 } }], 200);
    expect([...values]).toEqual([0, 0, 0]);
  });

  test('separate gains follow the recursion, pull by pull', () => {
    const [gainPositive, gainNegative] = [1, 0.5];
    const { taken, values } = pulls([{ id: 'rpe-gains', parameters: { gainPositive, gainNegative } }], 600);
    const q = [0, 0, 0];
    for (const { arm, reward, rpe } of taken) {
      const error = reward - (q[arm] as number);
      const learned = (error > 0 ? gainPositive : gainNegative) * error;
      expect(rpe).toBeCloseTo(learned, 12);
      q[arm] = (q[arm] as number) + 0.2 * learned;
    }
    q.forEach((value, arm) => expect(values[arm]).toBeCloseTo(value, 12));
  });

  test('an amount added to the error of every reward is learned like more reward: Q converges to p (1 + a)', () => {
    const { taken, values } = pulls(
      [{ id: 'rpe-window', parameters: { mode: 'add', amount: 0.5, event: 'reward', durationSeconds: 1 } }],
      400,
    );
    const q = [0, 0, 0];
    for (const { arm, reward } of taken) q[arm] = (q[arm] as number) + 0.2 * (reward * 1.5 - (q[arm] as number));
    q.forEach((value, arm) => expect(values[arm]).toBeCloseTo(value, 12));
  });

  test('nothing is learned while errors are clamped to 0 between two steps of the session', () => {
    const { taken, values } = pulls(
      [{ id: 'rpe-window', parameters: { mode: 'clamp', amount: 0, event: 'always', fromStep: 50, untilStep: 120 } }],
      200,
    );
    const q = [0, 0, 0];
    taken.forEach(({ arm, reward, rpe }, k) => {
      if (k >= 50 && k < 120) expect(rpe).toBe(0);
      else q[arm] = (q[arm] as number) + 0.2 * (reward - (q[arm] as number));
    });
    q.forEach((value, arm) => expect(values[arm]).toBeCloseTo(value, 12));
  });
});

test('a lesion removes its numbers from the observation, from the given step on', () => {
  const spec = completeControlSpec({
    world: 'cartpole',
    worlds: 2,
    manipulations: [{ id: 'cue-lesion', parameters: { cue: 'pole angle (rad)', fromStep: 20 } }],
  });
  const session = new ControlSession(spec, fusedNetworks);
  for (let tick = 1; tick <= 40; tick++) {
    session.advance(1);
    for (const from of [0, 4]) {
      const [position, , angle] = session.worlds.observations.subarray(from, from + 4);
      expect(position).not.toBe(0);
      // Steps are counted over both environments, and the latest is the first after 20.
      expect(angle === 0).toBe(2 * (tick - 1) >= 20);
    }
  }
});

test.each<[string, object, RegExp]>([
  [
    'rpe-window',
    { event: 'brick-hitt' },
    /^manipulation rpe-window: event = 'brick-hitt' is unknown here; did you mean 'brick-hit'\?$/,
  ],
  [
    'rpe-window',
    { event: 'cue' },
    /^manipulation rpe-window: event = 'cue' is unknown here; choose one of: always, ball-lost, brick-hit, paddle-hit, reward, wall-built$/,
  ],
  [
    'rpe-window',
    { trialType: 'omitted' },
    /trialType = 'omitted' names a part of an experiment of trials, and this is a stepped environment; leave trialType empty/,
  ],
  [
    'rpe-window',
    { event: 'brick-hit', fromSeconds: -0.5 },
    /fromSeconds = -0.5 begins before an event that cannot be predicted/,
  ],
  ['rpe-window', { fromStep: 30, untilStep: 20 }, /untilStep = 20 is not after fromStep = 30/],
  ['rpe-gains', { fromPhase: 'training' }, /fromPhase = 'training' names a part of an experiment of trials/],
  ['rpe-gains', { fromStep: 200_000 }, /it begins after 200000 steps, and the run has 100000; let it begin earlier/],
  ['cue-lesion', { cue: 'bal' }, /cue = 'bal' is unknown here; did you mean 'ball'\?/],
  ['parameter-change', { parameter: 'traceDecay' }, /learning rule 'dqn' makes no use of traceDecay/],
])('%s %o in breakout is refused in one line', (id, parameters, message) => {
  expect(() =>
    completeControlSpec({
      world: 'breakout',
      agent: 'dqn-conv',
      manipulations: [{ id, parameters: parameters as never }],
    }),
  ).toThrow(message);
});

test('a lesion of a single-number observation is refused', () => {
  expect(() => completeControlSpec({ world: 'frozen-lake', manipulations: ['cue-lesion'] })).toThrow(
    /^manipulation cue-lesion: the observation is the number of a state/,
  );
});

test('a spec of the first version is refused in one line', () => {
  expect(() => parsePartialSpec({ phasic: 1, world: 'breakout' }, 'spec.json')).toThrow(
    /^spec.json: phasic = 1 is not the version of specs that this program reads, 3; write it again/,
  );
});
