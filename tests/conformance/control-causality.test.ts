import { describe, expect, test } from 'vitest';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, findControlRule } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { smallControlRun } from './small-control.ts';

/** Everything that a step reports. */
const reported = ({ acting, worlds }: ControlSession): readonly number[] => [
  ...acting.actions,
  ...acting.signals.rpe,
  ...acting.signals.value,
  ...acting.signals.policy,
  ...(acting.signals.channelRpe ?? []),
  ...worlds.rewards,
];

const ticks = 250;

/** The first step at which a run of N steps and one of 2 N report different values; -1 if there is none. */
function firstDifference(agent: string): number {
  const spec = smallControlRun(agent);
  const sessions = [ticks, 2 * ticks].map(
    (planned) => new ControlSession({ ...spec, steps: planned * spec.worlds }, fusedNetworks),
  );
  const [short, long] = sessions as [ControlSession, ControlSession];
  const ofTick = Array.from({ length: ticks }, () => {
    for (const session of sessions) session.advance(1);
    return reported(short).every((number, i) => Object.is(number, reported(long)[i]));
  });
  expect([short.finished, long.finished]).toEqual([true, false]);
  for (const session of sessions) session.dispose();
  return ofTick.indexOf(false);
}

describe('the behaviour of an agent in a stepped environment depends on the planned number of steps only if its rule declares it', () => {
  test.each(controlAgents().map(({ id, learningRule }) => ({ id, rule: learningRule.id })))('$id', ({ id, rule }) => {
    const { schedule } = findControlRule(rule);
    if (schedule === undefined) expect(firstDifference(id)).toBe(-1);
    else expect(firstDifference(id)).toBeGreaterThanOrEqual(0);
  });
});
