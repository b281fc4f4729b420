import { describe, expect, test } from 'vitest';
import { StepObserver } from '../../src/engine/control/step-observer.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, list } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { smallControlRun } from './small-control.ts';

/** Everything that a step reports. */
const reported = ({ acting, worlds: stepsHash }: ControlSession): readonly number[] => [
  ...acting.actions,
  ...acting.signals.rpe,
  ...acting.signals.value,
  ...acting.signals.policy,
  ...(acting.signals.channelRpe ?? []),
  ...stepsHash.rewards,
];

test('the recommended agent of every environment exists', () => {
  for (const env of list('envs'))
    if (env.kind === 'control')
      expect(
        controlAgents().map(({ id }) => id),
        env.id,
      ).toContain(env.agent);
});

describe.each(controlAgents().map(({ id }) => id))('%s', (agent) => {
  const spec = smallControlRun(agent);
  const begin = (): ControlSession => new ControlSession(spec, fusedNetworks);

  test('reports finite numbers, probabilities that add up to 1, and valid actions', () => {
    const session = begin();
    const { actions } = session.worlds.world(0);
    const count = actions.kind === 'discrete' ? actions.actions.length : 0;
    for (let k = 0; k < 200; k++) {
      session.advance(1);
      expect(reported(session).every(Number.isFinite)).toBe(true);
      for (let i = 0; i < spec.worlds; i++) {
        if (count === 0) continue;
        const policy = session.acting.signals.policy.subarray(i * count, (i + 1) * count);
        expect(policy.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
        expect(policy.every((p) => p >= 0)).toBe(true);
        expect(session.acting.actions[i]).toBeLessThan(count);
      }
    }
  });

  test('the same seed gives the same run; saved midway, as bytes, it continues as if it had never stopped', () => {
    const [one, two] = [begin(), begin()];
    const observer = new StepObserver(one);
    one.advance(130);
    two.advance(130);
    expect(reported(two)).toEqual(reported(one));
    const bytes = encodeSafetensors({ session: one.state(), observer: observer.state() });
    const saved = decodeSafetensors(bytes, 'memory') as { session: never; observer: never };
    const resumed = begin();
    const watching = new StepObserver(resumed);
    one.episodes.visit(0, one.episodes.count, (...episode) => resumed.episodes.add(...episode));
    resumed.restore(saved.session);
    watching.restore(saved.observer);
    for (let k = 0; k < 60; k++) {
      one.advance(1);
      resumed.advance(1);
      expect(reported(resumed)).toEqual(reported(one));
    }
    const [after, expected] = [
      encodeSafetensors({ session: resumed.state(), observer: watching.state() }),
      encodeSafetensors({ session: one.state(), observer: observer.state() }),
    ];
    expect(Buffer.from(after).equals(Buffer.from(expected))).toBe(true);
  });

  test('without plasticity it acts and reports, but learns nothing', () => {
    const session = begin();
    session.advance(50);
    const weightsOf = (): Buffer => {
      const state = session.acting.state();
      return Buffer.from(
        encodeSafetensors(
          Object.fromEntries(
            Object.entries(state).filter(([name]) =>
              ['weights', 'critic', 'actor', 'networks', 'online', 'network', 'plan'].includes(name),
            ),
          ),
        ),
      );
    };
    session.acting.plastic = false;
    const before = weightsOf();
    expect(before.length).toBeGreaterThan(100);
    session.advance(100);
    expect(weightsOf().equals(before)).toBe(true);
    session.acting.plastic = true;
    session.advance(200);
    expect(weightsOf().equals(before)).toBe(false);
  });

  test('if another action is executed than the chosen one, it learns from the executed one', () => {
    const session = begin();
    const { actions } = session.worlds.world(0);
    const imposed = actions.kind === 'discrete' ? actions.actions.length - 1 : actions.high;
    for (let k = 0; k < 40; k++) {
      session.acting.actions[0] = imposed;
      session.advance(1);
      expect(session.worlds.lastAction(0)).toBe(
        session.env.alwaysDrawsSticky === true ? session.worlds.lastAction(0) : imposed,
      );
      expect(reported(session).every(Number.isFinite)).toBe(true);
    }
  });
});
