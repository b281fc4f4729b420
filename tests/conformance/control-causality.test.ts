import { describe, expect, test } from 'vitest';
import { SteppedSession } from '../../src/engine/control/control-session.ts';
import { actionAgents, findActionRule } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { smallPlay } from './small-control.ts';

/** Everything that a tick reports. */
const reported = ({ player, worlds }: SteppedSession): readonly number[] => [
  ...player.actions,
  ...player.signals.rpe,
  ...player.signals.value,
  ...player.signals.policy,
  ...(player.signals.channelRpe ?? []),
  ...worlds.rewards,
];

const ticks = 250;

/** The first tick at which a run of so many steps and one of twice as many report different things; -1 where none does. */
function firstDifference(agent: string): number {
  const spec = smallPlay(agent);
  const sessions = [ticks, 2 * ticks].map(
    (planned) => new SteppedSession({ ...spec, steps: planned * spec.worlds }, fusedNetworks),
  );
  const [short, long] = sessions as [SteppedSession, SteppedSession];
  const ofTick = Array.from({ length: ticks }, () => {
    for (const session of sessions) session.advance(1);
    return reported(short).every((number, i) => Object.is(number, reported(long)[i]));
  });
  expect([short.finished, long.finished]).toEqual([true, false]);
  for (const session of sessions) session.dispose();
  return ofTick.indexOf(false);
}

describe('what an agent in a stepped environment does depends on how long it is going to be there only where its rule says so', () => {
  test.each(actionAgents().map(({ id, learningRule }) => ({ id, rule: learningRule.id })))('$id', ({ id, rule }) => {
    const { schedule } = findActionRule(rule);
    if (schedule === undefined) expect(firstDifference(id)).toBe(-1);
    else expect(firstDifference(id)).toBeGreaterThanOrEqual(0);
  });
});
